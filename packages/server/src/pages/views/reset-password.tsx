/** /confirmforgotPassword: the code that was sent, and the new password. Says nothing about whether anybody was meant. */
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Field, Form, newPasswordInput, Who } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { describePasswordRules, type PasswordRules } from "./password-policy.ts";
import { way } from "./ways.tsx";

export interface ResetPasswordProps extends FormTarget {
  readonly clientName: string;
  readonly poolName: string;
  readonly nameLabel: string;
  readonly username: string;
  /** Masked; undefined where the code was sent before. */
  readonly sentTo?: string | undefined;
  readonly isSentAgain: boolean;
  /** What was typed before, where it may have been right. */
  readonly code?: string | undefined;
  readonly passwordRules: PasswordRules;
  /** `field` is `code`, `newPassword` or `confirmPassword`. */
  readonly errors: readonly FormError[];
  readonly signInHref: string;
  readonly backHref?: string | undefined;
}

export function renderResetPassword(props: ResetPasswordProps): string {
  const { errors } = props;
  return renderFormPage({
    frame: props,
    title: "Choose a new password",
    lead: <Lead sentTo={props.sentTo} />,
    notice: props.isSentAgain ? "Another code is on its way." : undefined,
    errors,
    ways: [way(props.signInHref, "Back to sign-in")],
    children: (
      <>
        <ResetForm {...props} />
      </>
    ),
  });
}

function Lead({ sentTo }: Pick<ResetPasswordProps, "sentTo">) {
  return sentTo === undefined ? (
    <p class="lead">Your password has been reset. Enter the code that you were sent for a new one.</p>
  ) : (
    <p class="lead">
      If there is such an account, a code was sent to <span class="names">{sentTo}</span>.
    </p>
  );
}

function ResetForm(props: ResetPasswordProps) {
  const { errors } = props;
  return (
    <Form target={props}>
      <CodeField errors={errors} value={props.code} />
      <Who label={props.nameLabel} username={props.username} />
      <Field
        name="newPassword"
        label="New password"
        help={describePasswordRules(props.passwordRules)}
        errors={errors}
        input={newPasswordInput}
      />
      <Field name="confirmPassword" label="New password again" errors={errors} input={newPasswordInput} />
      <button class="button" type="submit">
        Save new password
      </button>
      <button class="button quiet" type="submit" name="resend" value="yes" formnovalidate>
        Send another code
      </button>
    </Form>
  );
}
