/** Where a person is signed in: their apps' sign-ins and their browsers, where the pool tracks sessions. */
import type { Pool } from "../pools/pool.ts";
import type { BrowserSession } from "../sign-in/browser-session.ts";
import type { ReadTables } from "../tables.ts";
import type { Family } from "../tokens/family.ts";
import type { User } from "../users/user.ts";
import { whyOver } from "./browser-limits.ts";

export interface TokenSession extends Family {
  readonly sessionId: string;
}

export interface SsoSession extends BrowserSession {
  readonly sessionId: string;
}

export interface LivingSessions {
  readonly tokenSessions: readonly TokenSession[];
  readonly ssoSessions: readonly SsoSession[];
}

/** Inside a transaction or outside. What began before the tracking has no id and is not among them. */
export async function livingSessions(
  { families, browserSessions }: Pick<ReadTables, "families" | "browserSessions">,
  pool: Pool,
  { sub }: Pick<User, "sub">,
  now: number,
): Promise<LivingSessions> {
  const { poolId } = pool;
  if (!pool.sessions.isTracking) return { tokenSessions: [], ssoSessions: [] };
  const tokenSessions = (await families.listLivingOfUser(poolId, sub, now)).filter(hasId);
  const ssoSessions = (await browserSessions.listOfUser(poolId, sub, now))
    .filter((session) => whyOver(pool, session, now) === undefined)
    .filter(hasId);
  return { tokenSessions, ssoSessions };
}

function hasId<T extends { readonly sessionId: string | undefined }>(
  session: T,
): session is T & { readonly sessionId: string } {
  return session.sessionId !== undefined;
}
