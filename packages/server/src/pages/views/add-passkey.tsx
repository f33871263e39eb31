/** /passkeys/add: a passkey for the account of whoever is signed in. */
import type { FormError, FormTarget } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import type { WithLook } from "./look.tsx";
import { PasskeyForm } from "./passkey.tsx";
import { Name, Sentence } from "./sentence.tsx";

export interface AddPasskeyProps extends FormTarget, WithLook {
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
  const { passkeys } = props.look.words;
  return renderFormPage({
    frame: props,
    title: passkeys.add,
    lead: (
      <p class="lead">
        <Sentence text={passkeys.addLead} values={{ name: <Name>{props.username}</Name> }} />
      </p>
    ),
    errors,
    children: (
      <>
        {props.options && (
          <PasskeyForm target={props} kind="create" options={props.options} label={passkeys.add} />
        )}
      </>
    ),
  });
}
