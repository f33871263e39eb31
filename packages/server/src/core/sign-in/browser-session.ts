/** A browser in which somebody has signed in to a pool: what the session cookie stands for. */
import type { PoolId, Sub } from "../ids.ts";

export interface BrowserSession {
  readonly poolId: PoolId;
  /** SHA-256 of the cookie's value. */
  readonly sessionHash: string;
  readonly sub: Sub;
  /** `sso` and 25 more of [a-z0-9], where the pool tracks sessions. */
  readonly sessionId: string | undefined;
  readonly ipAddress: string | undefined;
  /** What it calls itself, in a few words; undefined where it does not say. */
  readonly browser: string | undefined;
  readonly authenticatedAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}

export interface BrowserSessionTable {
  /** Living sessions only. */
  find(poolId: PoolId, sessionHash: string, now: number): Promise<BrowserSession | undefined>;
  /** Living sessions only. */
  listOfUser(poolId: PoolId, sub: Sub, now: number): Promise<readonly BrowserSession[]>;
  insert(session: BrowserSession): Promise<void>;
  /** Its end stays where it is. */
  touch(poolId: PoolId, sessionHash: string, now: number): Promise<void>;
  delete(poolId: PoolId, sessionHash: string): Promise<void>;
  deleteAllOfUser(poolId: PoolId, sub: Sub): Promise<void>;
  prune(now: number, most: number): Promise<number>;
}
