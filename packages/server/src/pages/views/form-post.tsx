/** `response_mode=form_post`: the answer as a form to the app, sent off at once where scripts run, by a button elsewhere. */
import { renderPage } from "./layout.tsx";

export interface FormPostProps {
  readonly poolName: string;
  readonly clientName: string;
  /** The app's address. */
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export function renderFormPost({ poolName, clientName, action, fields }: FormPostProps): string {
  return renderPage({
    title: `Continue to ${clientName}`,
    house: poolName,
    children: (
      <div class="card stack">
        <h1>Continue to {clientName}</h1>
        <form method="post" action={action} data-auto-submit>
          {fields.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button class="button" type="submit">
            Continue
          </button>
        </form>
      </div>
    ),
  });
}
