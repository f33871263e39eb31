import type { Fail } from "../failures.ts";
import { type PoolId, poolId } from "../ids.ts";
import type { World } from "../ports.ts";
import type { ReadTables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { Pool } from "./pool.ts";

export function requirePool(
  world: World,
  id: string,
  fail: Fail<"ResourceNotFoundException">,
): Promise<Pool> {
  return requirePoolIn(world.store.read, poolId(id), fail);
}

/** `tables` are those of a transaction: a pool that was found may have gone since. */
export async function requirePoolIn(
  { pools }: Pick<ReadTables, "pools">,
  id: PoolId,
  fail: Fail<"ResourceNotFoundException">,
): Promise<Pool> {
  const pool = await pools.find(id);
  if (pool === undefined) throw fail("ResourceNotFoundException", texts.poolNotFound(id));
  return pool;
}
