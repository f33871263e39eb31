/** What passkeys are called: by Cognito at first, and then by their owner. */
import type { World } from "../ports.ts";
import type { Passkey } from "./passkey.ts";

/** Long enough for a sentence, short enough for a page. */
export const longestPasskeyName = 64;

/** Cognito names passkeys itself: `Roaming passkey` is documented, the others are guesses. */
export function firstName({ attachment }: Pick<Passkey, "attachment">): string {
  if (attachment === undefined) return "Passkey";
  return attachment === "platform" ? "Platform passkey" : "Roaming passkey";
}

/** Has its owner given it a name? */
export function isNamed(passkey: Passkey): boolean {
  return passkey.friendlyName !== firstName(passkey);
}

/** An empty name takes the owner's away again. False where the passkey is gone. */
export async function renamePasskey(world: World, passkey: Passkey, name: string): Promise<boolean> {
  const { poolId, sub, credentialId } = passkey;
  const friendlyName = name === "" ? firstName(passkey) : name;
  return world.store.write(({ passkeys }) => passkeys.rename(poolId, sub, credentialId, friendlyName));
}
