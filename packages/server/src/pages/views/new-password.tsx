/** The NEW_PASSWORD_REQUIRED step: a password of one's own, and the attributes the pool cannot do without. */
import { AttributeFields, attributeErrors, type RequiredAttribute } from "./attribute-fields.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { Field, Form, newPasswordInput, Who } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import type { PasswordRules } from "./password-policy.ts";
import { describePasswordRules } from "./password-policy.ts";

export interface NewPasswordProps extends FormTarget {
  readonly poolName: string;
  readonly clientName: string;
  readonly username: string;
  readonly passwordRules: PasswordRules;
  readonly attributes: readonly RequiredAttribute[];
  /** `field` is `newPassword` or `confirmPassword`; an attribute carries its own error. */
  readonly errors?: readonly FormError[] | undefined;
  readonly backHref?: string | undefined;
}

export function renderNewPassword(props: NewPasswordProps): string {
  const errors = [...(props.errors ?? []), ...attributeErrors(props.attributes)];
  return renderFormPage({
    frame: props,
    title: "Choose a password",
    lead: <p class="lead">Your password was a temporary one. From now on you sign in with your own.</p>,
    errors,
    children: (
      <>
        <NewPasswordForm {...props} errors={errors} />
      </>
    ),
  });
}

function NewPasswordForm(props: NewPasswordProps & { errors: readonly FormError[] }) {
  const { errors } = props;
  return (
    <Form target={props}>
      <Who label="Username" username={props.username} />
      <Field
        name="newPassword"
        label="New password"
        help={describePasswordRules(props.passwordRules)}
        errors={errors}
        input={{ ...newPasswordInput, autofocus: errors.length === 0 }}
      />
      <Field name="confirmPassword" label="New password again" errors={errors} input={newPasswordInput} />
      <AttributeFields attributes={props.attributes} errors={errors} />
      <button class="button" type="submit">
        Save and sign in
      </button>
    </Form>
  );
}
