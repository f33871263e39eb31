/** /logout without a way to tell who asked (LO-03): the question, and the page that follows the answer. */
import { signOutWords } from "../session-words.ts";
import { Check } from "./drawing.tsx";
import type { FormTarget } from "./form.tsx";
import { Form } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import { type Way, Ways } from "./ways.tsx";

export interface SignOutProps extends FormTarget {
  readonly poolName: string;
  readonly username?: string | undefined;
  /** Where "Stay signed in" leads. */
  readonly backHref?: string | undefined;
}

export function renderSignOut(props: SignOutProps): string {
  const title = `Sign out of ${props.poolName}?`;
  return renderPage({
    title,
    house: props.poolName,
    children: (
      <div class="card stack">
        <h1>{title}</h1>
        {props.username && (
          <p>
            You are signed in as <span class="names">{props.username}</span>.
          </p>
        )}
        <Form target={props}>
          <button class="button" type="submit">
            {signOutWords.button}
          </button>
          <button class="button quiet" type="submit" name="everywhere" value="yes">
            {signOutWords.everywhere}
          </button>
          <p class="help">{signOutWords.everywhereHint}</p>
          {props.backHref && (
            <a class="button quiet" href={props.backHref}>
              Stay signed in
            </a>
          )}
        </Form>
      </div>
    ),
  });
}

export interface SignedOutProps {
  readonly poolName: string;
  readonly back?: Way | undefined;
}

export function renderSignedOut({ poolName, back }: SignedOutProps): string {
  return renderPage({
    title: "You are signed out",
    house: poolName,
    children: (
      <>
        <div class="card stack">
          <div class="done">
            <Check />
            <h1>You are signed out</h1>
          </div>
          <p>This browser no longer signs you in to {poolName}. You can close this page.</p>
        </div>
        <Ways ways={[back]} />
      </>
    ),
  });
}
