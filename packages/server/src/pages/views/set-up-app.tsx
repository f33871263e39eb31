/** /mfa/register: an authenticator app takes in a secret and proves it with a code. */
import { Copyable } from "./copy.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import type { WithLook } from "./look.tsx";
import { QrCode } from "./qr-code.tsx";

export interface SetUpAppProps extends FormTarget, WithLook {
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
  const { common, setUpApp } = props.look.words;
  return renderFormPage({
    frame: props,
    title: setUpApp.title,
    lead: <p class="lead">{setUpApp.lead}</p>,
    errors,
    children: (
      <>
        <div>
          <h2>{setUpApp.addKey}</h2>
          <p class="help">{setUpApp.scan}</p>
          <QrCode text={props.appHref} label={setUpApp.qrCode} />
          <dl class="facts">
            <div>
              <dt>{setUpApp.key}</dt>
              <dd class="copyable">
                <Copyable id="secret" value={props.secret} />
              </dd>
            </div>
          </dl>
          <p class="help">
            <a href={props.appHref}>{setUpApp.openApp}</a>
          </p>
        </div>
        <div class="stack">
          <h2>{setUpApp.enterCode}</h2>
          <Form target={props}>
            <CodeField errors={errors} />
            <button class="button" type="submit">
              {common.saveAndSignIn}
            </button>
          </Form>
        </div>
      </>
    ),
  });
}
