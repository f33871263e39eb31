import { requirePool } from "../../core/pools/find-pool.ts";
import { endSignIns } from "../../core/users/end-sign-ins.ts";
import { requireUser } from "../../core/users/find-user.ts";
import { requirePasswordPolicy, temporaryPasswordExpiry } from "../../core/users/password-policy.ts";
import { updateUser } from "../../core/users/update-user.ts";
import type { User } from "../../core/users/user.ts";
import type { Handler } from "../handler.ts";

/** A permanent password confirms the person; a temporary one must be changed at the next sign-in. */
export const AdminSetUserPassword: Handler<"AdminSetUserPassword"> = async (input, context) => {
  const { fail } = context;
  const { Password, Permanent = false } = input;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { sub } = await requireUser(context, pool, input.Username, fail);
  requirePasswordPolicy(pool, Password, fail);
  const passwordHash = await context.passwords.hash(Password);
  const now = context.clock.now();
  const setPassword = (user: User): User => ({
    ...user,
    passwordHash,
    status: Permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD",
    temporaryPasswordExpiresAt: Permanent ? undefined : temporaryPasswordExpiry(pool, now),
    modifiedAt: now,
  });
  await context.store.write(async (tables) => {
    const user = await updateUser(tables, pool, sub, setPassword, fail, null);
    await endSignIns(tables, user, "passwordChanged", now);
  });
  return {};
};
