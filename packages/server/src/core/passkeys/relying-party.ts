/** Which sites a pool's passkeys are for, and how thoroughly the authenticator must verify its user. */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";

export interface RelyingParty {
  readonly id: string;
  readonly userVerification: "required" | "preferred";
  /** A passkey stands for both factors: the thing one has, and the finger or PIN that unlocks it. */
  readonly isMultiFactor: boolean;
}

/** Undefined where there is none: nothing is configured, and the server's own address is no host that could be one. */
export function relyingPartyOf(
  { settings }: Pick<World, "settings">,
  { mfa }: Pool,
): RelyingParty | undefined {
  const { RelyingPartyId, UserVerification, FactorConfiguration } = mfa.WebAuthnConfiguration ?? {};
  const id = RelyingPartyId ?? hostOf(settings.publicUrl);
  if (id === undefined) return undefined;
  const isMultiFactor = FactorConfiguration === "MULTI_FACTOR_WITH_USER_VERIFICATION";
  const userVerification = isMultiFactor ? "required" : (UserVerification ?? "preferred");
  return { id, userVerification, isMultiFactor };
}

/** The host that answers for the pool, as a pool's domain does for Cognito's. Addresses made of numbers cannot (WebAuthn §5.1.2). */
function hostOf(publicUrl: string): string | undefined {
  const host = URL.parse(publicUrl)?.hostname ?? "";
  const isAddress = host.startsWith("[") || /^[\d.]+$/.test(host);
  return isAddress || host === "" ? undefined : host;
}
