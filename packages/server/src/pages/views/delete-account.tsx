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
  const { account, common } = props.look.words;
  const name = <Name>{props.username}</Name>;
  return renderPage({
    look: props.look,
    title: account.deleteTitle,
    house: props.poolName,
    children: (
      <>
        <div class="card stack">
          <h1>{account.deleteTitle}</h1>
          <p>
            <Sentence text={account.deleteText} values={{ name, pool: props.poolName }} />
          </p>
          <Form target={props}>
            <button class="button" type="submit" name="action" value="deleteForGood">
              {account.deleteForGood}
            </button>
            <button class="button quiet" type="submit" name="action" value="keep">
              {account.keep}
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
  const { account, common } = look.words;
  return renderPage({
    look,
    title: account.deleted,
    house: poolName,
    children: (
      <>
        <div class="card stack">
          <div class="done">
            <Check />
            <h1>{account.deleted}</h1>
          </div>
          <p>{account.deletedText}</p>
        </div>
        <Ways ways={[way(backHref, fill(common.backTo, { client: clientName }))]} />
      </>
    ),
  });
}
