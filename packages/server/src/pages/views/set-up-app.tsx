/** /mfa/register: an authenticator app takes in a secret and proves it with a code. */
import { Copyable } from "./copy.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { QrCode } from "./qr-code.tsx";

export interface SetUpAppProps extends FormTarget {
  readonly poolName: string;
  readonly clientName: string;
  /** Base32. */
  readonly secret: string;
  /** `otpauth:`; opens the app where it is on the same device. */
  readonly appHref: string;
  /** `field` is `code`. */
  readonly errors: readonly FormError[];
  readonly backHref?: string | undefined;
}

export function renderSetUpApp(props: SetUpAppProps): string {
  const { errors } = props;
  return renderFormPage({
    frame: props,
    title: "Set up an authenticator app",
    lead: <p class="lead">From now on you sign in with your password and a code from the app.</p>,
    errors,
    children: (
      <>
        <div>
          <h2>1. Add this key to the app</h2>
          <p class="help">Scan this with the app, or type in the key below it.</p>
          <QrCode text={props.appHref} label="The key below, to be scanned" />
          <dl class="facts">
            <div>
              <dt>Key</dt>
              <dd class="copyable">
                <Copyable id="secret" value={props.secret} />
              </dd>
            </div>
          </dl>
          <p class="help">
            <a href={props.appHref}>Open the app on this device</a>
          </p>
        </div>
        <div class="stack">
          <h2>2. Enter the code it shows</h2>
          <Form target={props}>
            <CodeField errors={errors} />
            <button class="button" type="submit">
              Save and sign in
            </button>
          </Form>
        </div>
      </>
    ),
  });
}
