import { notify } from "../../core/messages/notice.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { requireUser } from "../../core/users/find-user.ts";
import { endOldPassword, newPassword, withPassword } from "../../core/users/new-password.ts";
import { requirePasswordPolicy, temporaryPasswordExpiry } from "../../core/users/password-policy.ts";
import { updateUser } from "../../core/users/update-user.ts";
import type { User } from "../../core/users/user.ts";
import type { Handler } from "../handler.ts";

/** A permanent password confirms the person; a temporary one must be changed at the next sign-in. */
export const AdminSetUserPassword: Handler<"AdminSetUserPassword"> = async (input, context) => {
  const { fail } = context;
  const { Password, Permanent = false } = input;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const found = await requireUser(context, pool, input.Username, fail);
  requirePasswordPolicy(pool, Password, fail);
  const password = await newPassword(context, pool, found, Password, fail);
  const now = context.clock.now();
  const setPassword = (user: User): User => ({
    ...withPassword(pool, user, password, now),
    status: Permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD",
    temporaryPasswordExpiresAt: Permanent ? undefined : temporaryPasswordExpiry(pool, now),
  });
  await context.store.write(async (tables) => {
    const user = await updateUser(tables, pool, found.sub, setPassword, fail, null);
    await endOldPassword(tables, user, now);
    // A first password is the administrator's to hand over.
    const had = found.status === "CONFIRMED" && found.passwordHash !== undefined;
    if (had) await notify(context, tables, pool, user, "passwordChanged");
  });
  return {};
};
