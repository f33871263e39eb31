/** /passkeys/add and /account/passkey: a passkey for the account of whoever is signed in. */
import type { FormError, FormTarget } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import type { WithLook } from "./look.tsx";
import { PasskeyForm } from "./passkey.tsx";
import { Name, Sentence } from "./sentence.tsx";
import { way } from "./ways.tsx";

export interface AddPasskeyProps extends FormTarget, WithLook {
  readonly poolName: string;
  readonly clientName: string;
  readonly username: string;
  /** JSON, for the browser; undefined where no more can be had. */
  readonly options: string | undefined;
  readonly errors: readonly FormError[];
  readonly backHref?: string | undefined;
  /** Of somebody who comes from their account; the way back is to it. */
  readonly accountHref?: string | undefined;
}

export function renderAddPasskey(props: AddPasskeyProps): string {
  const { errors, accountHref } = props;
  const { accountPages, passkeys } = props.look.words;
  return renderFormPage({
    frame: accountHref === undefined ? props : { ...props, backHref: undefined },
    title: passkeys.add,
    lead: (
      <p class="lead">
        <Sentence text={passkeys.addLead} values={{ name: <Name>{props.username}</Name> }} />
      </p>
    ),
    errors,
    ways: [way(accountHref, accountPages.backToAccount)],
    children: (
      <>
        {props.options && (
          <PasskeyForm target={props} kind="create" options={props.options} label={passkeys.add} />
        )}
      </>
    ),
  });
}
