/** What a passkey is called on the pages: the owner's name for it, or else that of its provider, or else where it is kept. */
import type { Passkey } from "../core/passkeys/passkey.ts";
import { isNamed } from "../core/passkeys/passkey-name.ts";
import { providerOf } from "../core/passkeys/passkey-providers.ts";
import type { Words } from "../languages/en.ts";

export function passkeyName(words: Words, passkey: Passkey): string {
  return isNamed(passkey) ? passkey.friendlyName : nameWithoutOwner(words, passkey);
}

export function nameWithoutOwner({ accountPages, factor }: Words, { attachment, aaguid }: Passkey): string {
  const { onDevice, onPhoneOrKey } = accountPages.waysIn;
  const place = attachment === "platform" ? onDevice : onPhoneOrKey;
  return providerOf(aaguid) ?? (attachment === undefined ? factor.passkey : place);
}
