/** How often something may be done for one person in an hour: codes asked for, codes tried (`cognito.md` §8). */
import type { PoolId } from "../ids.ts";

export interface QuotaTable {
  /**
   * Counts one in one statement, unless `most` have been counted in the hour that began with the first; false then.
   * `subject` is a sub, or a fingerprint of a name nobody has; `action` names what is limited.
   */
  count(poolId: PoolId, subject: string, action: string, most: number, now: number): Promise<boolean>;
  /** Removes hours that are over. */
  prune(now: number): Promise<void>;
}
