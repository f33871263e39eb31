/** The last question before an account is gone, and the page that follows the answer. */
import { Check } from "./drawing.tsx";
import type { FormTarget } from "./form.tsx";
import { Form } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import { Ways, way } from "./ways.tsx";

export interface DeleteAccountProps extends FormTarget {
  readonly poolName: string;
  readonly clientName: string;
  readonly username: string;
  readonly backHref?: string | undefined;
}

export function renderDeleteAccount(props: DeleteAccountProps): string {
  return renderPage({
    title: "Delete your account?",
    house: props.poolName,
    children: (
      <>
        <div class="card stack">
          <h1>Delete your account?</h1>
          <p>
            The account of <span class="names">{props.username}</span> and everything in it is gone then, in
            every app of {props.poolName}. Nobody can bring it back.
          </p>
          <Form target={props}>
            <button class="button" type="submit" name="action" value="deleteForGood">
              Delete it for good
            </button>
            <button class="button quiet" type="submit" name="action" value="keep">
              Keep it
            </button>
          </Form>
        </div>
        <Ways ways={[way(props.backHref, `Back to ${props.clientName}`)]} />
      </>
    ),
  });
}

export type AccountDeletedProps = Pick<DeleteAccountProps, "poolName" | "clientName" | "backHref">;

export function renderAccountDeleted({ poolName, clientName, backHref }: AccountDeletedProps): string {
  return renderPage({
    title: "Your account is deleted",
    house: poolName,
    children: (
      <>
        <div class="card stack">
          <div class="done">
            <Check />
            <h1>Your account is deleted</h1>
          </div>
          <p>You are signed out everywhere. You can close this page.</p>
        </div>
        <Ways ways={[way(backHref, `Back to ${clientName}`)]} />
      </>
    ),
  });
}
