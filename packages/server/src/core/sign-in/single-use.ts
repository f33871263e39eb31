/** Remembers that a sealed thing (a challenge session, say) has been used. */
import type { PoolId } from "../ids.ts";

export interface SingleUseTable {
  /** True for the first caller, false for every other: one conditional insert. */
  use(poolId: PoolId, id: string, expiresAt: number): Promise<boolean>;
  prune(now: number): Promise<void>;
}
