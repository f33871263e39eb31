/**
 * Who is signed in in a browser. The cookie is an opaque 256-bit id whose hash is stored; it lives an hour, however
 * much it is used, and every sign-in makes a new one (CK-03, CK-08).
 */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { User } from "../users/user.ts";
import type { BrowserSession } from "./browser-session.ts";

export const browserSessionSeconds = 3600;

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
  readonly session: BrowserSession;
}

export function newBrowserSession(world: World, user: User, authenticatedAt: number): NewBrowserSession {
  const cookie = opaqueId(world);
  const session = {
    poolId: user.poolId,
    sessionHash: world.digests.sha256(cookie),
    sub: user.sub,
    authenticatedAt,
    expiresAt: authenticatedAt + browserSessionSeconds * 1000,
  };
  return { cookie, session };
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
