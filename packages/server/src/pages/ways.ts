/** The alternatives to a password that the sign-in page offers: what the pool allows and the client can ask for. */
import { allows } from "../core/clients/auth-flows.ts";
import { relyingPartyOf } from "../core/passkeys/relying-party.ts";
import { firstFactorsOf } from "../core/pools/first-factors.ts";
import type { World } from "../core/ports.ts";
import { opaqueId } from "../core/sign-in/browser-sign-in.ts";
import type { AuthorizeRequest } from "../oauth/authorize-request.ts";

export type Way = "EMAIL_OTP" | "SMS_OTP" | "CUSTOM_CHALLENGE";

type Asker = Pick<AuthorizeRequest, "pool" | "client">;

/** Of those that begin with a name. */
export function offeredWays({ pool, client }: Asker): readonly Way[] {
  const { DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse } =
    pool.settings.LambdaConfig ?? {};
  const hasTriggers = DefineAuthChallenge && CreateAuthChallenge && VerifyAuthChallengeResponse;
  const codes = (["EMAIL_OTP", "SMS_OTP"] as const).filter((way) => isFirstFactor({ pool, client }, way));
  return hasTriggers && allows(client, "ALLOW_CUSTOM_AUTH") ? [...codes, "CUSTOM_CHALLENGE"] : codes;
}

/** Whose passkeys the pages can ask for: undefined where there are none, or the browser would keep them from these pages. */
export function passkeyHost(world: World, asker: Asker) {
  const relyingParty = relyingPartyOf(world, asker.pool);
  if (relyingParty === undefined || !isFirstFactor(asker, "WEB_AUTHN")) return undefined;
  return isHostOf(world, relyingParty.id) ? relyingParty : undefined;
}

/** Of a sign-in page: the challenge that a passkey answers which needs no name. */
export function passkeyOffer(world: World, asker: Asker): { readonly passkey?: string } {
  return passkeyHost(world, asker) === undefined ? {} : { passkey: opaqueId(world) };
}

/** For `navigator.credentials.get`: any passkey of the house that the browser has. */
export function passkeyOptions(
  world: World,
  asker: Asker,
  challenge: string | undefined,
): string | undefined {
  const host = passkeyHost(world, asker);
  if (host === undefined || challenge === undefined) return undefined;
  const { id: rpId, userVerification } = host;
  return JSON.stringify({ challenge, rpId, userVerification, timeout: 180_000, allowCredentials: [] });
}

function isFirstFactor({ pool, client }: Asker, factor: "EMAIL_OTP" | "SMS_OTP" | "WEB_AUTHN"): boolean {
  const { UserPoolTier } = pool.settings;
  return (
    firstFactorsOf(pool.settings).includes(factor) &&
    UserPoolTier !== "LITE" &&
    allows(client, "ALLOW_USER_AUTH")
  );
}

function isHostOf({ settings }: World, relyingPartyId: string): boolean {
  const host = new URL(settings.publicUrl).hostname;
  return host === relyingPartyId || host.endsWith(`.${relyingPartyId}`);
}
