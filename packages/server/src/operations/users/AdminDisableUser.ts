import { requirePool } from "../../core/pools/find-pool.ts";
import { endSignIns } from "../../core/users/end-sign-ins.ts";
import { requireUser } from "../../core/users/find-user.ts";
import { updateUser } from "../../core/users/update-user.ts";
import type { User } from "../../core/users/user.ts";
import type { Handler } from "../handler.ts";

/** Enabling the person again does not bring their sign-ins back. */
export const AdminDisableUser: Handler<"AdminDisableUser"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { sub } = await requireUser(context, pool, input.Username, fail);
  const now = context.clock.now();
  const disable = (user: User): User => ({ ...user, isEnabled: false, modifiedAt: now });
  await context.store.write(async (tables) => {
    const user = await updateUser(tables, pool, sub, disable, fail, null);
    await endSignIns(tables, user, "userDisabled", now);
  });
  return {};
};
