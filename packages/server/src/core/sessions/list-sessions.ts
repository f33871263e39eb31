/** ListUserSessions and AdminListUserSessions: the most recently used first, on one page. */
import type { SessionDescriptionType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { User } from "../users/user.ts";
import { livingSessions, type SsoSession, type TokenSession } from "./living-sessions.ts";

const mostListed = 125;

export interface SessionList {
  readonly pool: Pool;
  readonly user: User;
  /** Of the token that asks; undefined for an administrator. */
  readonly current: string | undefined;
  /** There is no second page, so no token of one was ever given out. */
  readonly token: string | undefined;
}

export async function listSessions(
  world: World,
  { pool, user, current, token }: SessionList,
  fail: Fail<"InvalidParameterException">,
): Promise<{ readonly Sessions: readonly SessionDescriptionType[] }> {
  if (token !== undefined) throw fail("InvalidParameterException", texts.paginationTokenInvalid);
  const now = world.clock.now();
  const { tokenSessions, ssoSessions } = await livingSessions(world.store.read, pool, user, now);
  const tokens = tokenSessions.map((session) => describeTokenSession(session, current));
  const browsers = ssoSessions.map((session) => describeSsoSession(session, tokenSessions));
  const newestFirst = [...tokens, ...browsers].toSorted(
    (one, other) => (other.LastActiveDate ?? 0) - (one.LastActiveDate ?? 0),
  );
  return { Sessions: newestFirst.slice(0, mostListed) };
}

function describeTokenSession(session: TokenSession, current: string | undefined): SessionDescriptionType {
  const { sessionId, clientId, ipAddress, originSessionId } = session;
  return {
    SessionId: sessionId,
    SessionType: "TOKEN",
    ClientId: clientId,
    CreateDate: session.createdAt / 1000,
    LastActiveDate: session.lastUsedAt / 1000,
    ...(ipAddress !== undefined && { LastIPAddress: ipAddress }),
    ...(originSessionId !== undefined && { OriginSessionId: originSessionId }),
    IsCurrentSession: sessionId === current,
  };
}

/** A browser is active whenever an app that it signed in to is. It belongs to no app, so it has no client. */
function describeSsoSession(
  { sessionId, authenticatedAt, ipAddress }: SsoSession,
  tokenSessions: readonly TokenSession[],
): SessionDescriptionType {
  const uses = tokenSessions.filter(({ originSessionId }) => originSessionId === sessionId);
  const lastActiveAt = Math.max(authenticatedAt, ...uses.map(({ lastUsedAt }) => lastUsedAt));
  return {
    SessionId: sessionId,
    SessionType: "SSO",
    CreateDate: authenticatedAt / 1000,
    LastActiveDate: lastActiveAt / 1000,
    ...(ipAddress !== undefined && { LastIPAddress: ipAddress }),
    IsCurrentSession: false,
  };
}
