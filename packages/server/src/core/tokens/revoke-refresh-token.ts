/** RFC 7009 as Cognito means it: a refresh token and every token of the same sign-in. */
import type { Client } from "../clients/client.ts";
import type { World } from "../ports.ts";
import { looksLikeJwt } from "./pool-of-token.ts";
import { openRefreshToken } from "./refresh-token.ts";

export type Revocation = "done" | "revocationOff" | "unsupportedTokenType" | "tokenOfOtherClient";

/** `done` also for a token that is unknown or ended before (RFC 7009 §2.2). */
export async function revokeRefreshToken(world: World, client: Client, token: string): Promise<Revocation> {
  if (client.settings.EnableTokenRevocation === false) return "revocationOff";
  const opened = openRefreshToken(world, token);
  if (opened === undefined) return looksLikeJwt(token) ? "unsupportedTokenType" : "done";
  if (opened.clientId !== client.clientId) return "tokenOfOtherClient";
  const { poolId, sub, familyId } = opened;
  await world.store.write(({ families }) =>
    families.end(poolId, sub, familyId, "revoked", world.clock.now()),
  );
  return "done";
}
