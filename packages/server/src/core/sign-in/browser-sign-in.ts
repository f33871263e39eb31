/**
 * Who is signed in in a browser. The cookie is an opaque 256-bit id whose hash is stored. Use does not extend its life,
 * which is what the pool says; otherwise an hour or, where the pool tracks sessions, what its clients allow. Every
 * sign-in makes a new one (CK-03, CK-08).
 */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { noteUse, whyOver } from "../sessions/browser-limits.ts";
import { newSessionId } from "../sessions/session-id.ts";
import { browserSessionSeconds } from "../sessions/silent-reuse.ts";
import type { Tables } from "../tables.ts";
import type { User } from "../users/user.ts";
import type { BrowserSession } from "./browser-session.ts";

export interface SignedInBrowser {
  readonly session: BrowserSession;
  readonly user: User;
}

/** Undefined when nobody is, when the session ended, and when the person may not sign in any more. To be found is to be used. */
export async function findSignedIn(
  world: World,
  pool: Pool,
  cookie: string | undefined,
): Promise<SignedInBrowser | undefined> {
  if (cookie === undefined) return undefined;
  const { read } = world.store;
  const hash = world.digests.sha256(cookie);
  const now = world.clock.now();
  const session = await read.browserSessions.find(pool.poolId, hash, now);
  if (session === undefined || whyOver(pool, session, now) !== undefined) return undefined;
  const user = await read.users.find(pool.poolId, session.sub);
  if (!user?.isEnabled || user.status !== "CONFIRMED") return undefined;
  await noteUse(world, pool, session);
  return { session, user };
}

/** Of a browser with a cookie that signs nobody in any more. */
export type SessionEnd = "idle" | "ended";

/** For a word to whoever has to sign in again: nobody learns from it whose session it was. */
export async function whyNobody(
  world: World,
  pool: Pool,
  cookie: string | undefined,
): Promise<SessionEnd | undefined> {
  if (cookie === undefined) return undefined;
  const now = world.clock.now();
  const hash = world.digests.sha256(cookie);
  const session = await world.store.read.browserSessions.find(pool.poolId, hash, now);
  return session !== undefined && whyOver(pool, session, now) === "idle" ? "idle" : "ended";
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
  { authenticatedAt, ipAddress, browser }: Pick<BrowserSession, "authenticatedAt" | "ipAddress" | "browser">,
): Promise<NewBrowserSession> {
  const cookie = opaqueId(world);
  const lifeSeconds = await browserSessionSeconds(world, pool);
  const session = {
    poolId: pool.poolId,
    sessionHash: world.digests.sha256(cookie),
    sub,
    sessionId: pool.sessions.isTracking ? newSessionId(world, "sso") : undefined,
    ipAddress,
    browser,
    authenticatedAt,
    lastUsedAt: authenticatedAt,
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
