/** /mfa/register: an authenticator app takes in a secret and proves it with a code. */
import { Copyable } from "./copy.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import type { WithLook } from "./look.tsx";
import { QrCode } from "./qr-code.tsx";
import { way } from "./ways.tsx";

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
  readonly signInHref?: string | undefined;
  /** Of somebody who is signed in; the way back is to their account. */
  readonly accountHref?: string | undefined;
  /** Default: what follows is the sign-in. */
  readonly lead?: string;
  readonly saveLabel?: string;
}

export function renderSetUpApp(props: SetUpAppProps): string {
  const { errors, accountHref } = props;
  const { accountPages, common, setUpApp } = props.look.words;
  const { lead = setUpApp.lead, saveLabel = common.saveAndSignIn } = props;
  return renderFormPage({
    frame: accountHref === undefined ? props : { ...props, backHref: undefined },
    title: setUpApp.title,
    lead: <p class="lead">{lead}</p>,
    errors,
    ways: [way(accountHref, accountPages.backToAccount), way(props.signInHref, common.backToSignIn)],
    children: (
      <>
        <div>
          <h2>{setUpApp.addKey}</h2>
          <p class="help">
            {setUpApp.scan} {setUpApp.anyApp}
          </p>
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
              {saveLabel}
            </button>
          </Form>
        </div>
      </>
    ),
  });
}
