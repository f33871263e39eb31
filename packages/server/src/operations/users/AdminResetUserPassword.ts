import { sendCode } from "../../core/messages/code.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import { endSignIns } from "../../core/users/end-sign-ins.ts";
import { requireUser } from "../../core/users/find-user.ts";
import { recoveryContact } from "../../core/users/recovery-contact.ts";
import { updateUser } from "../../core/users/update-user.ts";
import type { User } from "../../core/users/user.ts";
import type { Handler } from "../handler.ts";

/** The old password opens nothing any more, and a code for a new one goes to a verified address. */
export const AdminResetUserPassword: Handler<"AdminResetUserPassword"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { sub } = await requireUser(context, pool, input.Username, fail);
  const now = context.clock.now();
  const requireReset = (user: User): User => {
    if (!user.isEnabled) throw fail("NotAuthorizedException", texts.userDisabled);
    if (user.status !== "CONFIRMED" && user.status !== "RESET_REQUIRED") {
      throw fail("NotAuthorizedException", texts.passwordCannotBeReset);
    }
    return { ...user, status: "RESET_REQUIRED", modifiedAt: now };
  };
  await context.store.write(async (tables) => {
    const user = await updateUser(tables, pool, sub, requireReset, fail, null);
    const contact = recoveryContact(pool, user.attributes);
    if (contact === undefined) throw fail("InvalidParameterException", texts.noRecoveryContact);
    await sendCode(context, tables, pool, sub, "resetPassword", contact);
    await endSignIns(tables, user, "passwordChanged", now);
  });
  return {};
};
