/** Changes a pool inside a transaction: `change` sees the row as it is now, so that no change is lost. */
import type { Fail } from "../failures.ts";
import type { PoolId } from "../ids.ts";
import type { World } from "../ports.ts";
import { requirePoolIn } from "./find-pool.ts";
import type { Pool } from "./pool.ts";

export async function updatePool(
  world: World,
  id: PoolId,
  change: (pool: Pool) => Pool,
  fail: Fail<"ResourceNotFoundException">,
): Promise<Pool> {
  const modifiedAt = world.clock.now();
  return world.store.write(async (tables) => {
    const changed = { ...change(await requirePoolIn(tables, id, fail)), modifiedAt };
    await tables.pools.update(changed);
    return changed;
  });
}
