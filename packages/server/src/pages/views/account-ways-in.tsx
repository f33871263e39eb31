/** How somebody signs in: password and passkeys. */
import { waysInWords } from "../account-words.ts";
import { act, Entry, link } from "./account-entry.tsx";
import type { AccountPasskey, AccountProps } from "./account-props.ts";
import type { FormTarget } from "./form.tsx";
import { Moment } from "./time.tsx";

export function WaysIn(props: AccountProps) {
  const { hasPassword, passwordHref, passkeyHref, passkeys } = props;
  return (
    <section class="card stack" aria-labelledby="ways-in">
      <h2 id="ways-in">{waysInWords.heading}</h2>
      <div class="entries">
        <Entry
          target={props}
          title={waysInWords.password}
          acts={[link(passwordHref, hasPassword ? waysInWords.change : waysInWords.choose)]}
        >
          <p class="muted">{hasPassword ? waysInWords.isSet : waysInWords.isNotSet}</p>
        </Entry>
        {passkeys.map((passkey) => (
          <Passkey key={passkey.id} target={props} passkey={passkey} />
        ))}
      </div>
      {passkeyHref && (
        <a class="button quiet" href={passkeyHref}>
          {waysInWords.addPasskey}
        </a>
      )}
    </section>
  );
}

function Passkey({ target, passkey }: { target: FormTarget; passkey: AccountPasskey }) {
  const { id, name, createdAt, lastUsedAt } = passkey;
  return (
    <Entry
      target={target}
      title={name}
      hidden={{ passkey: id }}
      acts={[act(true, waysInWords.remove, "removePasskey")]}
    >
      <p class="muted small">
        {waysInWords.added} <Moment at={createdAt} />
        {lastUsedAt !== undefined && (
          <>
            , {waysInWords.lastUsed} <Moment at={lastUsedAt} />
          </>
        )}
      </p>
    </Entry>
  );
}
