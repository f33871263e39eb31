import { requirePool } from "../../core/pools/find-pool.ts";
import { requireUser } from "../../core/users/find-user.ts";
import { updateUser } from "../../core/users/update-user.ts";
import type { Handler } from "../handler.ts";

export const AdminEnableUser: Handler<"AdminEnableUser"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { sub } = await requireUser(context, pool, input.Username, fail);
  const modifiedAt = context.clock.now();
  await context.store.write((tables) =>
    updateUser(tables, pool, sub, (user) => ({ ...user, isEnabled: true, modifiedAt }), fail, null),
  );
  return {};
};
