/** /signup/details: what the pool has to know about a new person beyond a name and a password. */
import { AttributeFields, attributeErrors, type RequiredAttribute } from "./attribute-fields.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { ErrorSummary, Form, pageTitle } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import { Ways, way } from "./ways.tsx";

export interface SignUpDetailsProps extends FormTarget {
  readonly clientName: string;
  readonly poolName: string;
  readonly username: string;
  readonly attributes: readonly RequiredAttribute[];
  /** An attribute carries its own error. */
  readonly errors: readonly FormError[];
  readonly signUpHref: string;
  readonly backHref?: string | undefined;
}

export function renderSignUpDetails(props: SignUpDetailsProps): string {
  const errors = [...props.errors, ...attributeErrors(props.attributes)];
  return renderPage({
    title: pageTitle("A little about you", errors),
    house: props.poolName,
    children: (
      <>
        <div class="card stack">
          <div>
            <h1>A little about you</h1>
            <p class="lead">
              {props.clientName} needs this for the account of <span class="names">{props.username}</span>.
            </p>
          </div>
          <ErrorSummary errors={errors} />
          <Form target={props}>
            <AttributeFields attributes={props.attributes} errors={errors} focusFirst={errors.length === 0} />
            <button class="button" type="submit">
              Create account
            </button>
          </Form>
        </div>
        <Ways
          ways={[way(props.signUpHref, "Begin again"), way(props.backHref, `Back to ${props.clientName}`)]}
        />
      </>
    ),
  });
}
