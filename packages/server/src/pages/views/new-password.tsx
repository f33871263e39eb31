/** The NEW_PASSWORD_REQUIRED step: a password of one's own, and the attributes the pool cannot do without. */
import { AttributeFields, attributeErrors, type RequiredAttribute } from "./attribute-fields.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { Form, Who } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { useLook, type WithLook } from "./look.tsx";
import { NewPasswordFields } from "./new-password-fields.tsx";
import type { PasswordRules } from "./password-policy.ts";

export interface NewPasswordProps extends FormTarget, WithLook {
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
  const { newPassword } = props.look.words;
  return renderFormPage({
    frame: props,
    title: newPassword.title,
    lead: <p class="lead">{newPassword.lead}</p>,
    errors,
    children: <NewPasswordForm {...props} errors={errors} />,
  });
}

function NewPasswordForm(props: NewPasswordProps & { errors: readonly FormError[] }) {
  const { errors } = props;
  const { common } = useLook().words;
  return (
    <Form target={props}>
      <Who label={common.username} username={props.username} />
      <NewPasswordFields rules={props.passwordRules} errors={errors} autofocus={errors.length === 0} />
      <AttributeFields attributes={props.attributes} errors={errors} />
      <button class="button" type="submit">
        {common.saveAndSignIn}
      </button>
    </Form>
  );
}
