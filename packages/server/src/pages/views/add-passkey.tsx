/** /passkeys/add: a passkey for the account of whoever is signed in. */
import type { FormError, FormTarget } from "./form.tsx";
import { ErrorSummary, pageTitle } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import { PasskeyForm } from "./passkey.tsx";
import { Ways, way } from "./ways.tsx";

export interface AddPasskeyProps extends FormTarget {
  readonly poolName: string;
  readonly clientName: string;
  readonly username: string;
  /** JSON, for the browser; undefined where no more can be had. */
  readonly options: string | undefined;
  readonly errors: readonly FormError[];
  readonly backHref?: string | undefined;
}

export function renderAddPasskey(props: AddPasskeyProps): string {
  const { errors } = props;
  return renderPage({
    title: pageTitle("Add a passkey", errors),
    house: props.poolName,
    children: (
      <>
        <div class="card stack">
          <div>
            <h1>Add a passkey</h1>
            <p class="lead">
              Sign in as <span class="names">{props.username}</span> with your finger, face or PIN from now
              on.
            </p>
          </div>
          <ErrorSummary errors={errors} />
          {props.options && (
            <PasskeyForm target={props} kind="create" options={props.options} label="Add a passkey" />
          )}
        </div>
        <Ways ways={[way(props.backHref, `Back to ${props.clientName}`)]} />
      </>
    ),
  });
}
