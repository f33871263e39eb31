/** Ends one session, and with LINKED the sessions linked to it: a token session's browser, or a browser's token sessions. */
import type { RevokeAssociatedSessionsType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { Family } from "../tokens/family.ts";
import type { User } from "../users/user.ts";
import { livingSessions, type SsoSession, type TokenSession } from "./living-sessions.ts";

export interface SessionRevocation {
  readonly sessionId: string;
  readonly associated: RevokeAssociatedSessionsType | undefined;
}

export async function revokeSession(
  world: World,
  pool: Pool,
  user: User,
  { sessionId, associated }: SessionRevocation,
  fail: Fail<"ResourceNotFoundException">,
): Promise<void> {
  const now = world.clock.now();
  const isLinked = associated === "LINKED";
  await world.store.write(async (tables) => {
    const { tokenSessions, ssoSessions } = await livingSessions(tables, pool, user, now);
    const tokenSession = tokenSessions.find((session) => session.sessionId === sessionId);
    const ssoSession = ssoSessions.find((session) => session.sessionId === sessionId);
    if (tokenSession !== undefined) {
      await endTokenSession(tables, tokenSession, now);
      if (isLinked) await endOriginSession(tables, tokenSession, now);
    } else if (ssoSession !== undefined) {
      await endSsoSession(tables, ssoSession);
      if (isLinked) await endSessionsFrom(tables, ssoSession, tokenSessions, now);
    } else {
      throw fail("ResourceNotFoundException", texts.userSessionNotFound);
    }
  });
}

/** The browser's session that a sign-in of an app came through; its other apps stay signed in. */
export async function endOriginSession(
  tables: Pick<Tables, "browserSessions">,
  { poolId, sub, originSessionId }: Family,
  now: number,
): Promise<void> {
  if (originSessionId === undefined) return;
  const sessions = await tables.browserSessions.listOfUser(poolId, sub, now);
  const origin = sessions.find(({ sessionId }) => sessionId === originSessionId);
  if (origin !== undefined) await endSsoSession(tables, origin);
}

async function endSsoSession(
  { browserSessions }: Pick<Tables, "browserSessions">,
  { poolId, sessionHash }: Pick<SsoSession, "poolId" | "sessionHash">,
): Promise<void> {
  await browserSessions.delete(poolId, sessionHash);
}

/** A code on its way from the browser to an app would become one of them. */
async function endSessionsFrom(
  tables: Tables,
  { poolId, sub, sessionId }: SsoSession,
  tokenSessions: readonly TokenSession[],
  now: number,
): Promise<void> {
  await tables.authorizationCodes.useAllOfUser(poolId, sub, now);
  for (const session of tokenSessions) {
    if (session.originSessionId === sessionId) await endTokenSession(tables, session, now);
  }
}

async function endTokenSession(
  { families }: Pick<Tables, "families">,
  { poolId, sub, familyId }: TokenSession,
  now: number,
): Promise<void> {
  await families.end(poolId, sub, familyId, "revoked", now);
}
