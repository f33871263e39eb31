import type { AuthEvent } from "../../core/events/auth-event.ts";
import { singleAuthEvent } from "../../core/events/record-auth-event.ts";
import { notify } from "../../core/messages/notice.ts";
import { checkPasswordOf } from "../../core/sign-in/password-sign-in.ts";
import { passwordFailure } from "../../core/sign-in/refuse-password.ts";
import type { Tables } from "../../core/tables.ts";
import { texts } from "../../core/texts.ts";
import { requireRecentSignIn } from "../../core/tokens/require-recent-sign-in.ts";
import { countUse } from "../../core/users/limits.ts";
import { endOldPassword, newPassword, withPassword } from "../../core/users/new-password.ts";
import { requirePasswordPolicy } from "../../core/users/password-policy.ts";
import { updateUser } from "../../core/users/update-user.ts";
import type { User } from "../../core/users/user.ts";
import type { ErrorOf, Input } from "../../model/any-operation.ts";
import type { Handler, TokenContext } from "../handler.ts";

type Context = TokenContext<ErrorOf<"ChangePassword">>;

/** The old password is an attempt like any other: a stolen token does not allow guessing it. */
export const ChangePassword: Handler<"ChangePassword"> = async (input, context) => {
  const { fail, caller } = context;
  const { pool, family } = caller;
  requireOldPassword(context, input);
  requirePasswordPolicy(pool, input.ProposedPassword, fail);
  await countUse(context, pool, caller.user.sub, "changePassword", fail);
  const event = singleAuthEvent(context, caller.user, "PasswordChange", "Fail", context.source);
  const proven = await proveOldPassword(context, input, event);
  const password = await newPassword(context, pool, proven, input.ProposedPassword, fail);
  const now = context.clock.now();
  const setPassword = (user: User): User => {
    // Set by somebody else since it was checked: then the old one is no longer right.
    if (user.passwordHash !== proven.passwordHash || user.status !== "CONFIRMED") {
      throw fail("NotAuthorizedException", texts.incorrectUsernameOrPassword);
    }
    return withPassword(pool, user, password, now);
  };
  await context.store.write(async (tables) => {
    const user = await updateUser(tables, pool, proven.sub, setPassword, fail, null);
    await endOldPassword(tables, user, now, family.familyId);
    const notice = proven.passwordHash === undefined ? "passwordSet" : "passwordChanged";
    await notify(context, tables, pool, user, notice);
    await tables.authEvents.put({ ...event, response: "Pass" });
  });
  return {};
};

/** Only whoever has a password has an old one. */
function requireOldPassword({ caller, fail }: Context, { PreviousPassword }: Input<"ChangePassword">): void {
  if (PreviousPassword !== undefined || caller.user.passwordHash === undefined) return;
  throw fail("InvalidParameterException", texts.missingParameter("PreviousPassword"));
}

/** The event of a wrong one is written with the attempt; a success replaces it. */
async function proveOldPassword(
  context: Context,
  { PreviousPassword }: Input<"ChangePassword">,
  event: AuthEvent,
): Promise<User> {
  const { fail, caller, source } = context;
  const { pool, client, user } = caller;
  if (PreviousPassword === undefined) {
    requireRecentSignIn(context, caller, fail);
    return user;
  }
  const presume = ({ authEvents }: Tables) => authEvents.presume(event);
  const check = await checkPasswordOf(context, pool, user.sub, user, PreviousPassword, source, presume);
  if (check.ok) return check.user;
  if (check.cause === "attemptsExceeded") {
    throw fail("LimitExceededException", texts.attemptLimitExceeded);
  }
  throw passwordFailure(check.cause, client, fail);
}
