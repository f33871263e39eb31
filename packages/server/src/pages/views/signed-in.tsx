/** /login in a browser where somebody is signed in already: go on as that person, or as another. */
import { accountWords } from "../account-words.ts";
import type { FormTarget } from "./form.tsx";
import { Form, Notice } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import { Ways, way } from "./ways.tsx";

export interface SignedInProps extends FormTarget {
  readonly clientName: string;
  readonly poolName: string;
  readonly username: string;
  /** What went well just before. */
  readonly notice?: string | undefined;
  readonly accountHref?: string | undefined;
  readonly anotherAccountHref: string;
  readonly backHref?: string | undefined;
}

export function renderSignedIn(props: SignedInProps): string {
  return renderPage({
    title: `Continue as ${props.username}`,
    house: props.poolName,
    children: (
      <>
        <div class="card stack">
          <div>
            <h1>Continue to {props.clientName}</h1>
            <p class="lead">
              You are signed in as <span class="names">{props.username}</span>.
            </p>
          </div>
          {props.notice && <Notice>{props.notice}</Notice>}
          <Form target={props}>
            <button class="button" type="submit">
              Continue
            </button>
            <a class="button quiet" href={props.anotherAccountHref}>
              Use another account
            </a>
          </Form>
        </div>
        <Ways
          ways={[
            way(props.accountHref, accountWords.title),
            way(props.backHref, `Back to ${props.clientName}`),
          ]}
        />
      </>
    ),
  });
}
