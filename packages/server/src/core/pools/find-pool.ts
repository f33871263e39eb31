import type { Fail } from "../failures.ts";
import { poolId } from "../ids.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { Pool } from "./pool.ts";

export async function requirePool(
  world: World,
  id: string,
  fail: Fail<"ResourceNotFoundException">,
): Promise<Pool> {
  const pool = await world.store.read.pools.find(poolId(id));
  if (pool === undefined) throw fail("ResourceNotFoundException", texts.poolNotFound(id));
  return pool;
}
