/** /signup/details: what the pool has to know about a new person beyond a name and a password. */
import { AttributeFields, attributeErrors, type RequiredAttribute } from "./attribute-fields.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { way } from "./ways.tsx";

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
  return renderFormPage({
    frame: props,
    title: "A little about you",
    lead: (
      <p class="lead">
        {props.clientName} needs this for the account of <span class="names">{props.username}</span>.
      </p>
    ),
    errors,
    ways: [way(props.signUpHref, "Begin again")],
    children: (
      <>
        <Form target={props}>
          <AttributeFields attributes={props.attributes} errors={errors} focusFirst={errors.length === 0} />
          <button class="button" type="submit">
            Create account
          </button>
        </Form>
      </>
    ),
  });
}
