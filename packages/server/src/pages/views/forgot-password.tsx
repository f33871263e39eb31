/** /forgotPassword: whose password it was. */
import type { FormError, FormTarget, InputSettings } from "./form.tsx";
import { ErrorSummary, Field, Form, pageTitle } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import { Ways, way } from "./ways.tsx";

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
  return renderPage({
    title: pageTitle("Forgot your password?", errors),
    house: props.poolName,
    children: (
      <>
        <div class="card stack">
          <div>
            <h1>Forgot your password?</h1>
            <p class="lead">A code for a new one is sent to an address of yours that is confirmed.</p>
          </div>
          <ErrorSummary errors={errors} />
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
        </div>
        <Ways
          ways={[
            way(props.signInHref, "Back to sign-in"),
            way(props.backHref, `Back to ${props.clientName}`),
          ]}
        />
      </>
    ),
  });
}
