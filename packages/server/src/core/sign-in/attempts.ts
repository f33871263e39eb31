/** Failed attempts on an account: counted before the check, forgotten after a success or fifteen quiet minutes. */
import type { PoolId } from "../ids.ts";

export interface AttemptTable {
  /**
   * Counts one attempt in one statement. False when the account is locked, and then nothing is counted.
   * `subject` is a sub, or a fingerprint of a name nobody has.
   */
  count(poolId: PoolId, subject: string, now: number): Promise<boolean>;
  /**
   * Takes back the attempt just counted, because it was right. The failures before it stay: whoever knows the password
   * must not be able to wipe out their guesses at the second factor by giving it again.
   */
  forgive(poolId: PoolId, subject: string): Promise<void>;
  /** After a whole sign-in. */
  clear(poolId: PoolId, subject: string): Promise<void>;
  /** Removes what fifteen quiet minutes have made void. */
  prune(now: number, most: number): Promise<number>;
  /** True while attempts are refused. */
  findLocked(poolId: PoolId, subject: string, now: number): Promise<boolean>;
}
