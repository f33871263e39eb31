/** A person's authenticator app: one at a time. A new secret waits beside the old one until a code has proved it. */
import type { PoolId, Sub } from "../ids.ts";

export interface SoftwareToken {
  readonly poolId: PoolId;
  readonly sub: Sub;
  /** Undefined until the first secret is verified. */
  readonly sealedSecret: string | undefined;
  readonly friendlyName: string | undefined;
  /** The newest time step whose code was used: it and everything before it is spent (AC-06). */
  readonly lastStep: number;
  /** Handed out by AssociateSoftwareToken and not verified yet. */
  readonly sealedPendingSecret: string | undefined;
}

export interface SoftwareTokenTable {
  find(poolId: PoolId, sub: Sub): Promise<SoftwareToken | undefined>;
  /** Replaces the pending secret; the verified one stays. */
  putPending(poolId: PoolId, sub: Sub, sealedPendingSecret: string): Promise<void>;
  /** The pending secret becomes the token, if it still is this one; false otherwise. `step` counts as used. */
  confirm(
    poolId: PoolId,
    sub: Sub,
    sealedPendingSecret: string,
    friendlyName: string | undefined,
    step: number,
  ): Promise<boolean>;
  /** One conditional statement: false when this step or a later one was used before. */
  useStep(poolId: PoolId, sub: Sub, step: number): Promise<boolean>;
  /** With what waits beside it. False when no secret was verified: one that only waits is nobody's app yet, and stays. */
  delete(poolId: PoolId, sub: Sub): Promise<boolean>;
}
