import { requirePool } from "../../core/pools/find-pool.ts";
import { endSignIns } from "../../core/users/end-sign-ins.ts";
import { requireUser } from "../../core/users/find-user.ts";
import type { Handler } from "../handler.ts";

export const AdminUserGlobalSignOut: Handler<"AdminUserGlobalSignOut"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const user = await requireUser(context, pool, input.Username, fail);
  await context.store.write((tables) => endSignIns(tables, user, "signedOut", context.clock.now()));
  return {};
};
