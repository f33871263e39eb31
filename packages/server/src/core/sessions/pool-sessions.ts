/**
 * How a pool handles sessions: whether it tracks them, how many a person may have, and how recent a sign-in must be for
 * sensitive changes.
 */
import type { RecentSignInResponse } from "../../model/poolhouse.ts";

export interface PoolSessions {
  readonly isTracking: boolean;
  /** Of one person; the least recently used ends when another begins. */
  readonly mostPerUser: number;
  /** Of a sign-in that may enrol or remove factors; without, or with 0, any may. */
  readonly recentSignInMinutes?: number;
  /** Without, as long as Cognito's. */
  readonly browser?: BrowserLimits;
}

/** In minutes. Without the first an hour, or what the pool's apps say; without the second none. */
export interface BrowserLimits {
  readonly maxMinutes?: number;
  readonly idleMinutes?: number;
}

export const untrackedSessions: PoolSessions = { isTracking: false, mostPerUser: 20 };

export function describeRecentSignIn({
  sessions,
}: {
  readonly sessions: PoolSessions;
}): RecentSignInResponse {
  return { MaxAgeMinutes: sessions.recentSignInMinutes ?? 0 };
}
