/** /login in a browser where somebody is signed in already: go on as that person, or as another. */
import { fill } from "../../languages/fill.ts";
import type { FormTarget } from "./form.tsx";
import { Form, Notice } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import type { WithLook } from "./look.tsx";
import { Name, Sentence } from "./sentence.tsx";
import { Ways, way } from "./ways.tsx";

export interface SignedInProps extends FormTarget, WithLook {
  readonly clientName: string;
  readonly poolName: string;
  readonly username: string;
  /** What went well just before. */
  readonly notice?: string | undefined;
  readonly accountHref?: string | undefined;
  /** Left out where somebody has just done something as who they are. */
  readonly anotherAccountHref?: string | undefined;
  readonly backHref?: string | undefined;
}

export function renderSignedIn(props: SignedInProps): string {
  const { accountPages, common, signedIn } = props.look.words;
  const client = props.clientName;
  return renderPage({
    look: props.look,
    title: fill(signedIn.title, { name: props.username }),
    house: props.poolName,
    children: (
      <>
        <div class="card stack">
          <div>
            <h1>{fill(common.continueTo, { client })}</h1>
            <p class="lead">
              <Sentence text={common.signedInAs} values={{ name: <Name>{props.username}</Name> }} />
            </p>
          </div>
          {props.notice && <Notice>{props.notice}</Notice>}
          <Form target={props}>
            <button class="button" type="submit">
              {common.continue}
            </button>
            {props.anotherAccountHref && (
              <a class="button quiet" href={props.anotherAccountHref}>
                {common.useAnotherAccount}
              </a>
            )}
          </Form>
        </div>
        <Ways
          ways={[
            way(props.accountHref, accountPages.title),
            way(props.backHref, fill(common.backTo, { client })),
          ]}
        />
      </>
    ),
  });
}
