/** /forgotPassword: whose password it was. */
import type { FormError, FormTarget, InputSettings } from "./form.tsx";
import { Field, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import type { WithLook } from "./look.tsx";
import { way } from "./ways.tsx";

export interface ForgotPasswordProps extends FormTarget, WithLook {
  readonly clientName: string;
  readonly poolName: string;
  readonly nameLabel: string;
  readonly nameInputmode?: InputSettings["inputmode"];
  readonly username?: string | undefined;
  /** `field` is `username`. */
  readonly errors: readonly FormError[];
  readonly signInHref: string;
  readonly backHref?: string | undefined;
}

export function renderForgotPassword(props: ForgotPasswordProps): string {
  const { errors, nameLabel } = props;
  const { common, forgotPassword, signIn } = props.look.words;
  return renderFormPage({
    frame: props,
    title: signIn.forgot,
    lead: <p class="lead">{forgotPassword.lead}</p>,
    errors,
    ways: [way(props.signInHref, common.backToSignIn)],
    children: (
      <>
        <Form target={props}>
          <Field
            name="username"
            label={nameLabel}
            errors={errors}
            input={{
              type: "text",
              value: props.username,
              autocomplete: "username",
              autocapitalize: "none",
              inputmode: props.nameInputmode,
              autofocus: errors.length === 0,
            }}
          />
          <button class="button" type="submit">
            {forgotPassword.button}
          </button>
        </Form>
      </>
    ),
  });
}
