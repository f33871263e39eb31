import { requireGroup } from "../../core/groups/find-group.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { requireUser } from "../../core/users/find-user.ts";
import type { Handler } from "../handler.ts";

/** Removing somebody who is not a member changes nothing. */
export const AdminRemoveUserFromGroup: Handler<"AdminRemoveUserFromGroup"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { sub } = await requireUser(context, pool, input.Username, fail);
  const { name } = await requireGroup(context.store.read, pool, input.GroupName, fail);
  await context.store.write(({ groups }) => groups.removeMember(pool.poolId, name, sub));
  return {};
};
