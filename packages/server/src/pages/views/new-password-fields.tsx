/** A new password, twice, with the pool's rules beside it. */
import { Field, type FormError, newPasswordInput } from "./form.tsx";
import { useLook } from "./look.tsx";
import { describePasswordRules, type PasswordRules } from "./password-policy.ts";

export interface NewPasswordFieldsProps {
  readonly rules: PasswordRules;
  /** `field` is `newPassword` or `confirmPassword`. */
  readonly errors: readonly FormError[];
  /** Where nothing comes before it. */
  readonly autofocus?: boolean;
}

export function NewPasswordFields({ rules, errors, autofocus = false }: NewPasswordFieldsProps) {
  const look = useLook();
  const { newPassword, newPasswordAgain } = look.words.common;
  return (
    <>
      <Field
        name="newPassword"
        label={newPassword}
        help={describePasswordRules(look, rules)}
        errors={errors}
        input={autofocus ? { ...newPasswordInput, autofocus } : newPasswordInput}
      />
      <Field name="confirmPassword" label={newPasswordAgain} errors={errors} input={newPasswordInput} />
    </>
  );
}
