/** Remembers that a sealed thing (a challenge session, say) has been used. */
import type { PoolId } from "../ids.ts";

export interface SingleUseTable {
  /** True for the first caller, false for every other: one conditional insert. */
  use(poolId: PoolId, id: string, expiresAt: number): Promise<boolean>;
  prune(now: number, most: number): Promise<number>;
}

/** What is written where somebody would have left an event, had the name been anybody's. `unique` may weigh something. */
export function nobodysId(unique: string): string {
  return `${nobodysPrefix}${unique}`;
}

export function isNobodys(id: string): boolean {
  return id.startsWith(nobodysPrefix);
}

const nobodysPrefix = "nobody ";
