/** /account/password: another password for whoever knows the old one, or a first one. */
import { accountWords, passwordWords } from "../account-words.ts";
import type { FormError, FormTarget } from "./form.tsx";
import { Field, Form, newPasswordInput, Who } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { describePasswordRules, type PasswordRules } from "./password-policy.ts";
import { way } from "./ways.tsx";

export interface ChangePasswordProps extends FormTarget {
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
  const { errors } = props;
  const kind = props.hasOne ? "change" : "set";
  return renderFormPage({
    frame: { clientName: props.clientName, poolName: props.poolName },
    title: passwordWords.titles[kind],
    lead: <p class="lead">{passwordWords.leads[kind]}</p>,
    errors,
    ways: [
      way(props.accountHref, accountWords.backToAccount),
      way(props.forgotPasswordHref, passwordWords.forgotten),
    ],
    children: (
      <Form target={props}>
        <Who label="Username" username={props.username} />
        {props.hasOne && (
          <Field
            name="currentPassword"
            label={passwordWords.current}
            errors={errors}
            input={{
              type: "password",
              autocomplete: "current-password",
              autocapitalize: "none",
              autofocus: errors.length === 0,
            }}
          />
        )}
        <Field
          name="newPassword"
          label={passwordWords.next}
          help={describePasswordRules(props.passwordRules)}
          errors={errors}
          input={newPasswordInput}
        />
        <Field
          name="confirmPassword"
          label={passwordWords.nextAgain}
          errors={errors}
          input={newPasswordInput}
        />
        <button class="button" type="submit">
          {passwordWords.actions[kind]}
        </button>
      </Form>
    ),
  });
}
