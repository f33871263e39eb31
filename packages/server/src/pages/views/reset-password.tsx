/** /confirmforgotPassword: the code that was sent, and the new password. Says nothing about whether anybody was meant. */
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Form, Who } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { useLook, useWords, type WithLook } from "./look.tsx";
import { NewPasswordFields } from "./new-password-fields.tsx";
import type { PasswordRules } from "./password-policy.ts";
import { Name, Sentence } from "./sentence.tsx";
import { way } from "./ways.tsx";

export interface ResetPasswordProps extends FormTarget, WithLook {
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
  const { common, resetPassword } = props.look.words;
  return renderFormPage({
    frame: props,
    title: resetPassword.title,
    lead: <Lead sentTo={props.sentTo} />,
    notice: props.isSentAgain ? common.anotherCodeSent : undefined,
    errors,
    ways: [way(props.signInHref, common.backToSignIn)],
    children: (
      <>
        <ResetForm {...props} />
      </>
    ),
  });
}

function Lead({ sentTo }: Pick<ResetPasswordProps, "sentTo">) {
  const { resetPassword } = useWords();
  return sentTo === undefined ? (
    <p class="lead">{resetPassword.resetLead}</p>
  ) : (
    <p class="lead">
      <Sentence text={resetPassword.lead} values={{ address: <Name>{sentTo}</Name> }} />
    </p>
  );
}

function ResetForm(props: ResetPasswordProps) {
  const { errors } = props;
  const look = useLook();
  const { common, resetPassword } = look.words;
  return (
    <Form target={props}>
      <CodeField errors={errors} value={props.code} sentTo={props.sentTo} />
      <Who label={props.nameLabel} username={props.username} />
      <NewPasswordFields rules={props.passwordRules} errors={errors} />
      <button class="button" type="submit">
        {resetPassword.button}
      </button>
      <button class="button quiet" type="submit" name="resend" value="yes" formnovalidate>
        {common.sendAnotherCode}
      </button>
    </Form>
  );
}
