/** /signup: the name and the password of a new account. */
import { fill } from "../../languages/fill.ts";
import { phoneHelp } from "./attribute-fields.tsx";
import type { FormError, FormTarget, InputSettings } from "./form.tsx";
import { Field, Form, newPasswordInput } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { Agreement } from "./legal.tsx";
import { useLook, type WithLook } from "./look.tsx";
import { describePasswordRules, type PasswordRules } from "./password-policy.ts";
import { way } from "./ways.tsx";

export interface SignUpProps extends FormTarget, WithLook {
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
  const { common, signUp } = props.look.words;
  return renderFormPage({
    frame: props,
    title: signUp.title,
    lead: <p class="lead">{fill(common.toContinue, { client: clientName })}</p>,
    errors,
    ways: [way(props.signInHref, signUp.instead)],
    children: (
      <>
        <SignUpForm {...props} />
      </>
    ),
  });
}

function SignUpForm(props: SignUpProps) {
  const { errors, username = "" } = props;
  const look = useLook();
  const { common } = look.words;
  return (
    <Form target={props}>
      <Field
        name="username"
        label={props.nameLabel}
        help={props.nameType === "tel" ? phoneHelp(look.words) : undefined}
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
        label={common.password}
        help={describePasswordRules(look, props.passwordRules)}
        errors={errors}
        input={newPasswordInput}
      />
      <Field name="confirmPassword" label={common.passwordAgain} errors={errors} input={newPasswordInput} />
      <Agreement />
      <button class="button" type="submit">
        {props.hasMore ? common.continue : common.createAccount}
      </button>
    </Form>
  );
}
