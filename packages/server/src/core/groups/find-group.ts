import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { ReadTables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { Group } from "./group.ts";

/** `tables` are those of a transaction, or the store's `read`. */
export async function requireGroup(
  tables: Pick<ReadTables, "groups">,
  pool: Pool,
  name: string,
  fail: Fail<"ResourceNotFoundException">,
): Promise<Group> {
  const group = await tables.groups.find(pool.poolId, name);
  if (group === undefined) throw fail("ResourceNotFoundException", texts.groupNotFound);
  return group;
}
