/**
 * A code sent to a person to prove that an address is theirs, or the challenge of a passkey registration. A new one
 * replaces the previous one.
 */
import type { PoolId, Sub } from "../ids.ts";

export interface VerificationCode {
  readonly poolId: PoolId;
  readonly sub: Sub;
  /** What it proves: a `CodePurpose` of `core/messages/code-request.ts`, or a passkey. */
  readonly purpose: string;
  /** Bound to person and purpose, and for a sign-in to its session. */
  readonly codeHash: string;
  /** Sealed: the address that it went to (`core/users/code-address.ts`), or what a passkey's answer is held against. */
  readonly sealedAddress: string | undefined;
  readonly expiresAt: number;
}

export interface VerificationCodeTable {
  /** Expired or not: a code that was never sent and one that came too late have different answers. */
  find(poolId: PoolId, sub: Sub, purpose: string): Promise<VerificationCode | undefined>;
  /** Replaces the code of the same purpose. */
  put(code: VerificationCode): Promise<void>;
  /** Removes it if it still has this hash: true for the one caller that used it. Expiry is the caller's to check. */
  use(poolId: PoolId, sub: Sub, purpose: string, codeHash: string): Promise<boolean>;
  delete(poolId: PoolId, sub: Sub, purpose: string): Promise<void>;
  /** Keeps expired codes for a day, so that they are still told from unknown ones. */
  prune(now: number, most: number): Promise<number>;
}
