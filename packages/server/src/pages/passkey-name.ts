/** What a passkey is called on the pages: what its owner calls it, or who keeps it, or where it is. */
import type { Passkey } from "../core/passkeys/passkey.ts";
import { isNamed } from "../core/passkeys/passkey-name.ts";
import { providerOf } from "../core/passkeys/passkey-providers.ts";
import type { Words } from "../languages/en.ts";

export function passkeyName({ accountPages, factor }: Words, passkey: Passkey): string {
  if (isNamed(passkey)) return passkey.friendlyName;
  const { onDevice, onPhoneOrKey } = accountPages.waysIn;
  const place = passkey.attachment === "platform" ? onDevice : onPhoneOrKey;
  return providerOf(passkey.aaguid) ?? (passkey.attachment === undefined ? factor.passkey : place);
}
