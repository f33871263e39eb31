import { ApiFailure } from "../../core/failures.ts";
import { storeCode } from "../../core/messages/code.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import { endSignIns } from "../../core/users/end-sign-ins.ts";
import { requireUser } from "../../core/users/find-user.ts";
import { findRecoverable, prepareRecoveryCode } from "../../core/users/forgot-password.ts";
import { updateUser } from "../../core/users/update-user.ts";
import type { User } from "../../core/users/user.ts";
import type { Handler } from "../handler.ts";

/** The old password opens nothing any more, and a code for a new one goes to a verified address. */
export const AdminResetUserPassword: Handler<"AdminResetUserPassword"> = async (input, context) => {
  const { fail } = context;
  const { UserPoolId, Username, ClientMetadata: metadata = {} } = input;
  const pool = await requirePool(context, UserPoolId, fail);
  const found = await requireUser(context, pool, Username, fail);
  if (found.isEnabled && found.status === "UNCONFIRMED") {
    throw fail("NotAuthorizedException", texts.passwordCannotBeReset);
  }
  const recoverable = findRecoverable(pool, found, fail);
  if (recoverable instanceof ApiFailure) throw recoverable;
  const subject = { pool, client: undefined, metadata, fail };
  const code = await prepareRecoveryCode(context, recoverable, subject);
  const now = context.clock.now();
  const requireReset = (user: User): User => {
    const latest = findRecoverable(pool, user, fail);
    if (latest instanceof ApiFailure) throw latest;
    return { ...user, status: "RESET_REQUIRED", modifiedAt: now };
  };
  await context.store.write(async (tables) => {
    const user = await updateUser(tables, pool, found.sub, requireReset, fail, null);
    await storeCode(tables, code);
    await endSignIns(tables, user, "passwordChanged", now);
  });
  return {};
};
