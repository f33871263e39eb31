/** The last question before an account is gone, and the page that follows the answer. */
import { fill } from "../../languages/fill.ts";
import { Check } from "./drawing.tsx";
import type { FormTarget } from "./form.tsx";
import { Form } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import type { WithLook } from "./look.tsx";
import { Name, Sentence } from "./sentence.tsx";
import { Ways, way } from "./ways.tsx";

export interface DeleteAccountProps extends FormTarget, WithLook {
  readonly poolName: string;
  readonly clientName: string;
  readonly username: string;
  readonly backHref?: string | undefined;
}

export function renderDeleteAccount(props: DeleteAccountProps): string {
  const { accountPages, common } = props.look.words;
  const { deletion, keep } = accountPages;
  const name = <Name>{props.username}</Name>;
  return renderPage({
    look: props.look,
    title: deletion.title,
    house: props.poolName,
    children: (
      <>
        <div class="card stack">
          <h1>{deletion.title}</h1>
          <p>
            <Sentence text={deletion.text} values={{ name, pool: props.poolName }} />
          </p>
          <Form target={props}>
            <button class="button" type="submit" name="action" value="deleteForGood">
              {deletion.forGood}
            </button>
            <button class="button quiet" type="submit" name="action" value="keep">
              {keep}
            </button>
          </Form>
        </div>
        <Ways ways={[way(props.backHref, fill(common.backTo, { client: props.clientName }))]} />
      </>
    ),
  });
}

export type AccountDeletedProps = Pick<DeleteAccountProps, "look" | "poolName" | "clientName" | "backHref">;

export function renderAccountDeleted({ look, poolName, clientName, backHref }: AccountDeletedProps): string {
  const { accountPages, common } = look.words;
  const { deletion } = accountPages;
  return renderPage({
    look,
    title: deletion.done,
    house: poolName,
    children: (
      <>
        <div class="card stack">
          <div class="done">
            <Check />
            <h1>{deletion.done}</h1>
          </div>
          <p>{deletion.doneText}</p>
        </div>
        <Ways ways={[way(backHref, fill(common.backTo, { client: clientName }))]} />
      </>
    ),
  });
}
