/** /account/password: another password for whoever knows the old one, or a first one. */
import type { FormError, FormTarget } from "./form.tsx";
import { Field, Form, Who } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import type { WithLook } from "./look.tsx";
import { NewPasswordFields } from "./new-password-fields.tsx";
import type { PasswordRules } from "./password-policy.ts";
import { way } from "./ways.tsx";

export interface ChangePasswordProps extends FormTarget, WithLook {
  readonly clientName: string;
  readonly poolName: string;
  readonly username: string;
  readonly hasOne: boolean;
  readonly passwordRules: PasswordRules;
  /** `field` is `currentPassword`, `newPassword` or `confirmPassword`. */
  readonly errors: readonly FormError[];
  readonly forgotPasswordHref?: string | undefined;
  readonly accountHref: string;
}

export function renderChangePassword(props: ChangePasswordProps): string {
  const { errors, look, hasOne } = props;
  const { accountPages, common, newPassword, signIn } = look.words;
  const { password } = accountPages;
  return renderFormPage({
    frame: { ...props, backHref: undefined },
    title: hasOne ? password.title : newPassword.title,
    lead: <p class="lead">{hasOne ? password.lead : password.firstLead}</p>,
    errors,
    ways: [way(props.accountHref, accountPages.backToAccount), way(props.forgotPasswordHref, signIn.forgot)],
    children: (
      <Form target={props}>
        <Who label={common.username} username={props.username} />
        {hasOne && (
          <Field
            name="currentPassword"
            label={password.current}
            errors={errors}
            input={{
              type: "password",
              autocomplete: "current-password",
              autocapitalize: "none",
              autofocus: errors.length === 0,
            }}
          />
        )}
        <NewPasswordFields rules={props.passwordRules} errors={errors} />
        <button class="button" type="submit">
          {hasOne ? password.change : password.save}
        </button>
      </Form>
    ),
  });
}
