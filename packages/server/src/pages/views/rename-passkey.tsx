/** A name for a passkey, so that its owner knows it among others. */
import { Action } from "./account-entry.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { ErrorSummary, Field, Form, pageTitle } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import type { WithLook } from "./look.tsx";

export interface RenamePasskeyProps extends FormTarget, WithLook {
  readonly poolName: string;
  /** What the answer is about. */
  readonly hidden: { readonly passkey: string };
  /** What it is called now, or what was typed and not taken. */
  readonly name: string;
  /** `field` is `name`. */
  readonly errors: readonly FormError[];
}

export function renderRenamePasskey(props: RenamePasskeyProps): string {
  const { errors, hidden, name } = props;
  const { backToAccount, save, renamePasskey } = props.look.words.accountPages;
  return renderPage({
    look: props.look,
    title: pageTitle(props.look.words, renamePasskey.title, errors),
    house: props.poolName,
    children: (
      <div class="card stack">
        <h1>{renamePasskey.title}</h1>
        <ErrorSummary errors={errors} />
        <Form target={props}>
          <input type="hidden" name="passkey" value={hidden.passkey} />
          <Field
            name="name"
            label={renamePasskey.label}
            help={renamePasskey.help}
            errors={errors}
            isOptional
            input={{
              type: "text",
              value: name,
              autocomplete: "off",
              autocapitalize: "words",
              autofocus: errors.length === 0,
            }}
          />
          <Action value="namePasskey" label={save} isMain />
          <Action value="keep" label={backToAccount} />
        </Form>
      </div>
    ),
  });
}
