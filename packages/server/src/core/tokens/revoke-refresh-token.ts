/** RFC 7009 as Cognito implements it: revokes a refresh token and every token of the same sign-in. */
import type { RevokeAssociatedSessionsType } from "../../model/shapes.ts";
import type { Client } from "../clients/client.ts";
import type { World } from "../ports.ts";
import { endOriginSession } from "../sessions/revoke-session.ts";
import { looksLikeJwt } from "./pool-of-token.ts";
import { openRefreshToken } from "./refresh-token.ts";

export type Revocation = "done" | "revocationOff" | "unsupportedTokenType" | "tokenOfOtherClient";

/** `done` also for a token that is unknown or ended before (RFC 7009 §2.2). `LINKED` ends the browser's session it came through. */
export async function revokeRefreshToken(
  world: World,
  client: Client,
  token: string,
  associated: RevokeAssociatedSessionsType = "NONE",
): Promise<Revocation> {
  if (client.settings.EnableTokenRevocation === false) return "revocationOff";
  const opened = openRefreshToken(world, token);
  if (opened === undefined) return looksLikeJwt(token) ? "unsupportedTokenType" : "done";
  if (opened.clientId !== client.clientId) return "tokenOfOtherClient";
  const { poolId, sub, familyId } = opened;
  const now = world.clock.now();
  await world.store.write(async (tables) => {
    await tables.families.end(poolId, sub, familyId, "revoked", now);
    if (associated === "NONE") return;
    const family = await tables.families.find(poolId, sub, familyId);
    if (family !== undefined) await endOriginSession(tables, family, now);
  });
  return "done";
}
