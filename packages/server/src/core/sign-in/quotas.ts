/** How often something may be done in an hour for one person (codes asked for, codes tried: `cognito.md` §8, codes sent in vain), or from one network address. */
import type { PoolId } from "../ids.ts";

export interface QuotaTable {
  /**
   * Counts one in one statement, unless `most` have been counted in the hour that began with the first; false then.
   * `subject` is a sub, a fingerprint of a name nobody has, or a source key; `action` names what is limited.
   */
  count(poolId: PoolId, subject: string, action: string, most: number, now: number): Promise<boolean>;
  /** Takes one back that was counted. */
  giveBack(poolId: PoolId, subject: string, action: string): Promise<void>;
  /** Removes hours that are over. */
  prune(now: number, most: number): Promise<number>;
}
