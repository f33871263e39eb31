/** How somebody signs in: password and passkeys. */
import { act, Entry, link } from "./account-entry.tsx";
import type { AccountPasskey, AccountProps } from "./account-props.ts";
import type { FormTarget } from "./form.tsx";
import { useWords } from "./look.tsx";
import { Sentence } from "./sentence.tsx";
import { Moment } from "./time.tsx";

export function WaysIn(props: AccountProps) {
  const { hasPassword, passwordHref, passkeyHref, passkeys } = props;
  const words = useWords();
  const { password, waysIn } = words.accountPages;
  return (
    <section class="card stack" aria-labelledby="ways-in">
      <h2 id="ways-in">{waysIn.heading}</h2>
      <div class="entries">
        <Entry
          target={props}
          title={words.common.password}
          acts={[link(passwordHref, hasPassword ? password.change : words.newPassword.title)]}
        >
          <p class="muted">{hasPassword ? waysIn.isSet : waysIn.isNotSet}</p>
        </Entry>
        {passkeys.map((passkey) => (
          <Passkey key={passkey.id} target={props} passkey={passkey} />
        ))}
      </div>
      {passkeyHref && (
        <a class="button quiet" href={passkeyHref}>
          {words.passkeys.add}
        </a>
      )}
    </section>
  );
}

function Passkey({ target, passkey }: { target: FormTarget; passkey: AccountPasskey }) {
  const { id, name, createdAt, lastUsedAt } = passkey;
  const { remove, renamePasskey, waysIn } = useWords().accountPages;
  const added = <Moment at={createdAt} />;
  return (
    <Entry
      target={target}
      title={name}
      hidden={{ passkey: id }}
      acts={[act(true, renamePasskey.button, "renamePasskey"), act(true, remove, "removePasskey")]}
    >
      <p class="muted small">
        {lastUsedAt === undefined ? (
          <Sentence text={waysIn.added} values={{ added }} />
        ) : (
          <Sentence text={waysIn.addedAndUsed} values={{ added, used: <Moment at={lastUsedAt} /> }} />
        )}
      </p>
    </Entry>
  );
}
