/** /mfa: the code of a second factor. */
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";

export interface FactorProps extends FormTarget {
  readonly poolName: string;
  readonly clientName: string;
  readonly username: string;
  /** Where the code went, masked; undefined for one that an authenticator app shows. */
  readonly sentTo?: string | undefined;
  /** `field` is `code`. */
  readonly errors: readonly FormError[];
  readonly backHref?: string | undefined;
}

export function renderFactor(props: FactorProps): string {
  const { errors, sentTo, username } = props;
  return renderFormPage({
    frame: props,
    title: "Enter your code",
    lead:
      sentTo === undefined ? (
        <p class="lead">
          Your authenticator app shows it under <span class="names">{username}</span>.
        </p>
      ) : (
        <p class="lead">
          It was sent to <span class="names">{sentTo}</span>.
        </p>
      ),
    errors,
    children: (
      <>
        <Form target={props}>
          <CodeField errors={errors} />
          <button class="button" type="submit">
            Sign in
          </button>
          {sentTo !== undefined && (
            <button class="button quiet" type="submit" name="resend" value="yes" formnovalidate>
              Send a new code
            </button>
          )}
        </Form>
      </>
    ),
  });
}
