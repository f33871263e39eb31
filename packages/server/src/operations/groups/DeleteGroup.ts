import { deleteGroup } from "../../core/groups/delete-group.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

export const DeleteGroup: Handler<"DeleteGroup"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const isDeleted = await deleteGroup(context.store, pool.poolId, input.GroupName);
  if (!isDeleted) throw fail("ResourceNotFoundException", texts.groupNotFound);
  return {};
};
