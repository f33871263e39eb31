/** /signup/details: what the pool has to know about a new person beyond a name and a password. */
import { AttributeFields, attributeErrors, type RequiredAttribute } from "./attribute-fields.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import type { WithLook } from "./look.tsx";
import { Name, Sentence } from "./sentence.tsx";
import { way } from "./ways.tsx";

export interface SignUpDetailsProps extends FormTarget, WithLook {
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
  const { common, signUp } = props.look.words;
  const name = <Name>{props.username}</Name>;
  return renderFormPage({
    frame: props,
    title: signUp.details,
    lead: (
      <p class="lead">
        <Sentence text={signUp.detailsLead} values={{ client: props.clientName, name }} />
      </p>
    ),
    errors,
    ways: [way(props.signUpHref, signUp.beginAgain)],
    children: (
      <>
        <Form target={props}>
          <AttributeFields attributes={props.attributes} errors={errors} focusFirst={errors.length === 0} />
          <button class="button" type="submit">
            {common.createAccount}
          </button>
        </Form>
      </>
    ),
  });
}
