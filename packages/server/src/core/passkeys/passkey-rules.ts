/** Who may have passkeys, and how many. */
import { allows } from "../clients/auth-flows.ts";
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import { firstFactorsOf } from "../pools/first-factors.ts";
import type { Pool } from "../pools/pool.ts";
import { texts } from "../texts.ts";

/** `cognito.md` §8. */
export const mostPasskeys = 20;

/** The pool lets people sign in by one, and the client can ask for it. */
export function requirePasskeys(
  { settings }: Pool,
  client: Client,
  fail: Fail<"WebAuthnNotEnabledException">,
): void {
  const factors = firstFactorsOf(settings);
  const isOffered = factors.includes("WEB_AUTHN") && settings.UserPoolTier !== "LITE";
  if (!isOffered || !allows(client, "ALLOW_USER_AUTH")) {
    throw fail("WebAuthnNotEnabledException", texts.passkeysNotEnabled);
  }
}

export function requireRoom(count: number, fail: Fail<"LimitExceededException">): void {
  if (count >= mostPasskeys) throw fail("LimitExceededException", texts.tooManyPasskeys(mostPasskeys));
}
