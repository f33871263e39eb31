import { requireGroup } from "../../core/groups/find-group.ts";
import { groupType } from "../../core/groups/group-type.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

export const GetGroup: Handler<"GetGroup"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  return { Group: groupType(await requireGroup(context.store.read, pool, input.GroupName, fail)) };
};
