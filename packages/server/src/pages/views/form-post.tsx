/** `response_mode=form_post`: the answer as a form to the app, sent off at once where scripts run, by a button elsewhere. */
import { fill } from "../../languages/fill.ts";
import { renderPage } from "./layout.tsx";
import type { WithLook } from "./look.tsx";

export interface FormPostProps extends WithLook {
  readonly poolName: string;
  readonly clientName: string;
  /** The app's address. */
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export function renderFormPost({ look, poolName, clientName, action, fields }: FormPostProps): string {
  const { common } = look.words;
  const title = fill(common.continueTo, { client: clientName });
  return renderPage({
    look,
    title,
    house: poolName,
    children: (
      <div class="card stack">
        <h1>{title}</h1>
        <form method="post" action={action} data-auto-submit>
          {fields.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button class="button" type="submit">
            {common.continue}
          </button>
        </form>
      </div>
    ),
  });
}
