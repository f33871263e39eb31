import { addToGroup } from "../../core/groups/membership.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { requireUser } from "../../core/users/find-user.ts";
import type { Handler } from "../handler.ts";

/** Adding a member again changes nothing. */
export const AdminAddUserToGroup: Handler<"AdminAddUserToGroup"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { sub } = await requireUser(context, pool, input.Username, fail);
  await context.store.write((tables) => addToGroup(tables, pool, input.GroupName, sub, fail));
  return {};
};
