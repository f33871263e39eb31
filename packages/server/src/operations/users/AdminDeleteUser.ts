import { requirePool } from "../../core/pools/find-pool.ts";
import { deleteUser } from "../../core/users/delete-user.ts";
import { requireUser } from "../../core/users/find-user.ts";
import type { Handler } from "../handler.ts";

export const AdminDeleteUser: Handler<"AdminDeleteUser"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const user = await requireUser(context, pool, input.Username, fail);
  await deleteUser(context, user, fail);
  return {};
};
