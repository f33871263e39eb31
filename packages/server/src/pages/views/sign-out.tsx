/** /logout without a way to tell who asked (LO-03): the question, and the page that follows the answer. */
import { fill } from "../../languages/fill.ts";
import { Check } from "./drawing.tsx";
import type { FormTarget } from "./form.tsx";
import { Form } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import type { WithLook } from "./look.tsx";
import { Name, Sentence } from "./sentence.tsx";
import { type Way, Ways } from "./ways.tsx";

export interface SignOutProps extends FormTarget, WithLook {
  readonly poolName: string;
  readonly username?: string | undefined;
  /** Where "Stay signed in" leads. */
  readonly backHref?: string | undefined;
}

export function renderSignOut(props: SignOutProps): string {
  const { common, signOut } = props.look.words;
  const title = fill(signOut.title, { pool: props.poolName });
  return renderPage({
    look: props.look,
    title,
    house: props.poolName,
    children: (
      <div class="card stack">
        <h1>{title}</h1>
        {props.username && (
          <p>
            <Sentence text={common.signedInAs} values={{ name: <Name>{props.username}</Name> }} />
          </p>
        )}
        <Form target={props}>
          <button class="button" type="submit">
            {signOut.button}
          </button>
          <button class="button quiet" type="submit" name="everywhere" value="yes">
            {signOut.everywhere}
          </button>
          <p class="help">{signOut.everywhereHint}</p>
          {props.backHref && (
            <a class="button quiet" href={props.backHref}>
              {signOut.stay}
            </a>
          )}
        </Form>
      </div>
    ),
  });
}

export interface SignedOutProps extends WithLook {
  readonly poolName: string;
  readonly back?: Way | undefined;
}

export function renderSignedOut({ look, poolName, back }: SignedOutProps): string {
  const { signOut } = look.words;
  return renderPage({
    look,
    title: signOut.done,
    house: poolName,
    children: (
      <>
        <div class="card stack">
          <div class="done">
            <Check />
            <h1>{signOut.done}</h1>
          </div>
          <p>{fill(signOut.doneText, { pool: poolName })}</p>
        </div>
        <Ways ways={[back]} />
      </>
    ),
  });
}
