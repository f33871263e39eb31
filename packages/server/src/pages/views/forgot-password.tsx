/** /forgotPassword: whose password it was. */
import type { FormError, FormTarget, InputSettings } from "./form.tsx";
import { Field, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { way } from "./ways.tsx";

export interface ForgotPasswordProps extends FormTarget {
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
  return renderFormPage({
    frame: props,
    title: "Forgot your password?",
    lead: <p class="lead">A code for a new one is sent to an address of yours that is confirmed.</p>,
    errors,
    ways: [way(props.signInHref, "Back to sign-in")],
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
            Send a code
          </button>
        </Form>
      </>
    ),
  });
}
