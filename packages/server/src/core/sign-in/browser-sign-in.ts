/**
 * Who is signed in in a browser. The cookie is an opaque 256-bit id whose hash is stored; its life does not grow by use: an
 * hour, or where the pool tracks sessions what its clients allow. Every sign-in makes a new one (CK-03, CK-08).
 */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { newSessionId } from "../sessions/session-id.ts";
import { browserSessionSeconds } from "../sessions/silent-reuse.ts";
import type { Tables } from "../tables.ts";
import type { User } from "../users/user.ts";
import type { BrowserSession } from "./browser-session.ts";

export interface SignedInBrowser {
  readonly session: BrowserSession;
  readonly user: User;
}

/** Undefined when nobody is, when the session ended, and when the person may not sign in any more. */
export async function findSignedIn(
  world: World,
  pool: Pool,
  cookie: string | undefined,
): Promise<SignedInBrowser | undefined> {
  if (cookie === undefined) return undefined;
  const { read } = world.store;
  const hash = world.digests.sha256(cookie);
  const session = await read.browserSessions.find(pool.poolId, hash, world.clock.now());
  if (session === undefined) return undefined;
  const user = await read.users.find(pool.poolId, session.sub);
  return user?.isEnabled && user.status === "CONFIRMED" ? { session, user } : undefined;
}

export type BrowserSessionKey = Pick<BrowserSession, "poolId" | "sessionHash">;

/** What a cookie stands for, whether or not it still does. */
export function browserSessionKey(
  world: World,
  { poolId }: Pool,
  cookie: string | undefined,
): BrowserSessionKey | undefined {
  return cookie === undefined ? undefined : { poolId, sessionHash: world.digests.sha256(cookie) };
}

export interface NewBrowserSession {
  readonly cookie: string;
  readonly lifeSeconds: number;
  readonly session: BrowserSession;
}

export async function newBrowserSession(
  world: World,
  pool: Pool,
  { sub }: User,
  { authenticatedAt, ipAddress }: Pick<BrowserSession, "authenticatedAt" | "ipAddress">,
): Promise<NewBrowserSession> {
  const cookie = opaqueId(world);
  const lifeSeconds = await browserSessionSeconds(world, pool);
  const session = {
    poolId: pool.poolId,
    sessionHash: world.digests.sha256(cookie),
    sub,
    sessionId: pool.sessions.isTracking ? newSessionId(world, "sso") : undefined,
    ipAddress,
    authenticatedAt,
    expiresAt: authenticatedAt + lifeSeconds * 1000,
  };
  return { cookie, lifeSeconds, session };
}

/** The session that the browser had before ends in the same transaction, whoever's it was. */
export async function replaceBrowserSession(
  tables: Tables,
  before: BrowserSessionKey | undefined,
  { session }: NewBrowserSession,
): Promise<void> {
  if (before !== undefined) await tables.browserSessions.delete(before.poolId, before.sessionHash);
  await tables.browserSessions.insert(session);
}

export async function endBrowserSession(
  world: World,
  { poolId, sessionHash }: BrowserSessionKey,
): Promise<void> {
  await world.store.write(({ browserSessions }) => browserSessions.delete(poolId, sessionHash));
}

/** 256 bits, base64url. */
export function opaqueId(world: Pick<World, "random">): string {
  return world.random.bytes(32).toBase64({ alphabet: "base64url", omitPadding: true });
}
