/** The checks that registration and sign-in have in common, in the order of WebAuthn level 3 §7.1 and §7.2. */
import {
  decodeClientDataJSON,
  isoUint8Array,
  type parseAuthenticatorData,
  toHash,
} from "@simplewebauthn/server/helpers";
import type { PasskeyAnswer, PasskeyRefusal } from "../core/ports.ts";
import { clientData } from "./documents.ts";
import { isOriginOf } from "./origins.ts";

export type AuthenticatorData = ReturnType<typeof parseAuthenticatorData>;

type Question = Pick<PasskeyAnswer, "challenge" | "relyingPartyId" | "isUserVerificationRequired">;

/** The origin that answered, or why it may not. */
export function checkClientData(
  { challenge, relyingPartyId }: Question,
  type: "webauthn.create" | "webauthn.get",
  clientDataJSON: string,
): { readonly origin: string } | { readonly refusal: PasskeyRefusal } {
  const parsed = clientData.safeParse(tryReading(() => decodeClientDataJSON(clientDataJSON)));
  if (!parsed.success || parsed.data.type !== type) return { refusal: "malformed" };
  const { origin, crossOrigin = false, topOrigin } = parsed.data;
  if (parsed.data.challenge !== challenge) return { refusal: "wrongChallenge" };
  // A frame of another site has no business here; the library lets it pass at registration, and without topOrigin elsewhere.
  if (crossOrigin || topOrigin !== undefined) return { refusal: "wrongOrigin" };
  return isOriginOf(relyingPartyId, origin) ? { origin } : { refusal: "wrongOrigin" };
}

/** Undefined when the authenticator spoke for this relying party, and as sure of its person as it must be. */
export async function authenticatorRefusal(
  { relyingPartyId, isUserVerificationRequired }: Question,
  { rpIdHash, flags }: AuthenticatorData,
): Promise<PasskeyRefusal | undefined> {
  const expected = await toHash(new TextEncoder().encode(relyingPartyId));
  if (!isoUint8Array.areEqual(rpIdHash, expected)) return "wrongRelyingParty";
  return flags.up && (flags.uv || !isUserVerificationRequired) ? undefined : "userNotVerified";
}

/** Undefined for whatever the library cannot read or does not accept: it throws. */
export function tryReading<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The same for its promises. */
export async function tryVerifying<T>(verify: () => Promise<T>): Promise<T | undefined> {
  try {
    return await verify();
  } catch {
    return undefined;
  }
}
