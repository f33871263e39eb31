/** /login: a name and a password. The field names are the ones Cognito's own page posts. */
import { fill } from "../../languages/fill.ts";
import type { FormError, FormTarget, InputSettings } from "./form.tsx";
import { Field, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { LegalLinks } from "./legal.tsx";
import { useWords, type WithLook } from "./look.tsx";
import { PasskeyForm } from "./passkey.tsx";
import { way } from "./ways.tsx";

export interface LoginProps extends FormTarget, WithLook {
  readonly clientName: string;
  readonly poolName: string;
  readonly nameLabel?: string | undefined;
  readonly nameInputmode?: InputSettings["inputmode"];
  /** What went well just before. */
  readonly notice?: string | undefined;
  /** Why somebody who was signed in has to sign in again. */
  readonly reason?: string | undefined;
  /** What was typed before, or the `login_hint`. */
  readonly username?: string | undefined;
  /** `field` is `username` or `password`; without it the error concerns both. */
  readonly errors?: readonly FormError[] | undefined;
  /** For a passkey that needs no name: JSON, for the browser. */
  readonly passkeyOptions?: string | undefined;
  /** Ways in that need a name and no password. */
  readonly ways?: readonly { readonly value: string; readonly label: string }[] | undefined;
  readonly forgotPasswordHref?: string | undefined;
  readonly signUpHref?: string | undefined;
  /** The way back to the app. */
  readonly backHref?: string | undefined;
}

export function renderLogin(props: LoginProps): string {
  const { clientName, errors = [] } = props;
  const { common, signIn } = props.look.words;
  return renderFormPage({
    frame: props,
    title: common.signIn,
    lead: (
      <>
        <p class="lead">{fill(common.toContinue, { client: clientName })}</p>
        {props.reason && errors.length === 0 && (
          <p class="lead" role="status">
            {props.reason}
          </p>
        )}
      </>
    ),
    notice: props.notice,
    errors,
    ways: [way(props.forgotPasswordHref, signIn.forgot), way(props.signUpHref, common.createAccount)],
    end: <LegalLinks />,
    children: (
      <>
        <LoginForm {...props} errors={errors} />
        {props.passkeyOptions && (
          <PasskeyForm
            target={props}
            kind="get"
            options={props.passkeyOptions}
            label={signIn.withPasskey}
            isQuiet
            isConditional
          />
        )}
      </>
    ),
  });
}

function LoginForm(props: LoginProps & { errors: readonly FormError[] }) {
  const { username = "", errors } = props;
  const { common } = useWords();
  // The summary takes the focus when there is something wrong; otherwise the first empty field does.
  const isClean = errors.length === 0;
  return (
    <Form target={props}>
      <Field
        name="username"
        label={props.nameLabel ?? common.username}
        errors={errors}
        input={{
          type: "text",
          value: username,
          autocomplete: props.passkeyOptions === undefined ? "username" : "username webauthn",
          autocapitalize: "none",
          inputmode: props.nameInputmode,
          autofocus: isClean && username === "",
        }}
      />
      <Field
        name="password"
        label={common.password}
        errors={errors}
        input={{
          type: "password",
          autocomplete: "current-password",
          autocapitalize: "none",
          autofocus: isClean && username !== "",
        }}
      />
      <button class="button" type="submit" name="signInSubmitButton" value="Sign in">
        {common.signIn}
      </button>
      {props.ways?.map(({ value, label }) => (
        <button key={value} class="button quiet" type="submit" name="way" value={value} formnovalidate>
          {label}
        </button>
      ))}
    </Form>
  );
}
