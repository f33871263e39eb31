import type { Fail } from "../failures.ts";
import type { Sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import { requireGroup } from "./find-group.ts";

/** Every group of a person stands in their tokens. */
const mostGroupsPerUser = 100;

/** The operation declares no LimitExceededException, so a group too many is an invalid parameter. */
export async function addToGroup(
  tables: Tables,
  pool: Pool,
  name: string,
  sub: Sub,
  fail: Fail<"InvalidParameterException" | "ResourceNotFoundException" | "UserNotFoundException">,
): Promise<void> {
  const user = await tables.users.find(pool.poolId, sub);
  if (user === undefined) throw fail("UserNotFoundException", texts.userNotFound);
  await requireGroup(tables, pool, name, fail);
  const groups = await tables.groups.listOfUser(pool.poolId, sub);
  if (groups.some((group) => group.name === name)) return;
  if (groups.length >= mostGroupsPerUser) {
    throw fail("InvalidParameterException", texts.groupsPerUserExceeded);
  }
  await tables.groups.addMember(pool.poolId, name, sub);
}
