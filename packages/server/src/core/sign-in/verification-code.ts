/** A code sent to a person to prove that an address is theirs. A new one kills the old. */
import type { PoolId, Sub } from "../ids.ts";

export interface VerificationCode {
  readonly poolId: PoolId;
  readonly sub: Sub;
  /** What it proves: `resetPassword`, `verify:email`, … */
  readonly purpose: string;
  readonly codeHash: string;
  readonly expiresAt: number;
}

export interface VerificationCodeTable {
  /** Replaces the code of the same purpose. */
  put(code: VerificationCode): Promise<void>;
  prune(now: number): Promise<void>;
}
