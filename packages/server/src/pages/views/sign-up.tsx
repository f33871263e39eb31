/** /signup: the name and the password of a new account. */
import type { FormError, FormTarget, InputSettings } from "./form.tsx";
import { Field, Form, newPasswordInput } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { describePasswordRules, type PasswordRules } from "./password-policy.ts";
import { way } from "./ways.tsx";

export interface SignUpProps extends FormTarget {
  readonly clientName: string;
  readonly poolName: string;
  readonly nameLabel: string;
  readonly nameType: "text" | "email" | "tel";
  readonly nameInputmode?: InputSettings["inputmode"];
  /** What was typed before. */
  readonly username?: string | undefined;
  readonly passwordRules: PasswordRules;
  /** Another step asks for the rest. */
  readonly hasMore: boolean;
  /** `field` is `username`, `password` or `confirmPassword`. */
  readonly errors: readonly FormError[];
  readonly signInHref: string;
  readonly backHref?: string | undefined;
}

export function renderSignUp(props: SignUpProps): string {
  const { clientName, errors } = props;
  return renderFormPage({
    frame: props,
    title: "Create your account",
    lead: <p class="lead">to continue to {clientName}</p>,
    errors,
    ways: [way(props.signInHref, "Sign in instead")],
    children: (
      <>
        <SignUpForm {...props} />
      </>
    ),
  });
}

function SignUpForm(props: SignUpProps) {
  const { errors, username = "" } = props;
  return (
    <Form target={props}>
      <Field
        name="username"
        label={props.nameLabel}
        help={props.nameType === "tel" ? "With + and the country code, such as +44 20 7946 0000." : undefined}
        errors={errors}
        input={{
          type: props.nameType,
          value: username,
          autocomplete: "username",
          autocapitalize: "none",
          inputmode: props.nameInputmode,
          autofocus: errors.length === 0,
        }}
      />
      <Field
        name="password"
        label="Password"
        help={describePasswordRules(props.passwordRules)}
        errors={errors}
        input={newPasswordInput}
      />
      <Field name="confirmPassword" label="Password again" errors={errors} input={newPasswordInput} />
      <button class="button" type="submit">
        {props.hasMore ? "Continue" : "Create account"}
      </button>
    </Form>
  );
}
