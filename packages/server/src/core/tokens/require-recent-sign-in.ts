/** Whoever finds a token that was left lying around must not be able to create a way in of their own (AC-10). */
import type { Fail } from "../failures.ts";
import type { World } from "../ports.ts";
import { isRecentSignIn } from "../sessions/recent-sign-in.ts";
import { texts } from "../texts.ts";
import type { VerifiedAccessToken } from "./access-token.ts";

/**
 * For what enrols or removes a factor: the sign-in that the token comes from, however often it was refreshed, is no older than
 * the pool allows. A pool that says nothing asks for nothing, as Cognito's do.
 */
export function requireRecentSignIn(
  world: Pick<World, "clock">,
  { pool, family }: Pick<VerifiedAccessToken, "family" | "pool">,
  fail: Fail<"NotAuthorizedException">,
): void {
  if (isRecentSignIn(world, pool, family.authenticatedAt, null)) return;
  throw fail("NotAuthorizedException", texts.signInTooOld);
}
