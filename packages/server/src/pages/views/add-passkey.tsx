/** /passkeys/add: a passkey for the account of whoever is signed in. */
import type { FormError, FormTarget } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { PasskeyForm } from "./passkey.tsx";

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
  return renderFormPage({
    frame: props,
    title: "Add a passkey",
    lead: (
      <p class="lead">
        Sign in as <span class="names">{props.username}</span> with your finger, face or PIN from now on.
      </p>
    ),
    errors,
    children: (
      <>
        {props.options && (
          <PasskeyForm target={props} kind="create" options={props.options} label="Add a passkey" />
        )}
      </>
    ),
  });
}
