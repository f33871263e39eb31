/** /mfa/register: an authenticator app takes in a secret and proves it with a code. */
import { accountWords } from "../account-words.ts";
import { Copyable } from "./copy.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { QrCode } from "./qr-code.tsx";
import { way } from "./ways.tsx";

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
  /** Of somebody who is signed in; the way back is to their account. */
  readonly accountHref?: string | undefined;
  /** Default: what follows is the sign-in. */
  readonly lead?: string;
  readonly saveLabel?: string;
}

export function renderSetUpApp(props: SetUpAppProps): string {
  const {
    errors,
    accountHref,
    lead = "From now on you sign in with your password and a code from the app.",
    saveLabel = "Save and sign in",
  } = props;
  return renderFormPage({
    frame: accountHref === undefined ? props : { poolName: props.poolName, clientName: props.clientName },
    title: "Set up an authenticator app",
    lead: <p class="lead">{lead}</p>,
    errors,
    ways: [way(accountHref, accountWords.backToAccount)],
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
              {saveLabel}
            </button>
          </Form>
        </div>
      </>
    ),
  });
}
