import { checkPassword } from "../../core/sign-in/password-sign-in.ts";
import { passwordFailure } from "../../core/sign-in/refuse-password.ts";
import { texts } from "../../core/texts.ts";
import { endSignIns } from "../../core/users/end-sign-ins.ts";
import { requirePasswordPolicy } from "../../core/users/password-policy.ts";
import { updateUser } from "../../core/users/update-user.ts";
import type { User } from "../../core/users/user.ts";
import type { Handler } from "../handler.ts";

/** The old password is an attempt like any other: a stolen token does not allow guessing it. */
export const ChangePassword: Handler<"ChangePassword"> = async (input, context) => {
  const { fail, caller } = context;
  const { pool, client, family } = caller;
  const { PreviousPassword, ProposedPassword } = input;
  if (PreviousPassword === undefined) {
    throw fail("InvalidParameterException", texts.missingParameter("PreviousPassword"));
  }
  requirePasswordPolicy(pool, ProposedPassword, fail);
  const check = await checkPassword(context, pool, caller.user.sub, PreviousPassword);
  if (!check.ok && check.cause === "attemptsExceeded") {
    throw fail("LimitExceededException", texts.attemptLimitExceeded);
  }
  if (!check.ok) throw passwordFailure(check.cause, client, fail);

  const passwordHash = await context.passwords.hash(ProposedPassword);
  const now = context.clock.now();
  const setPassword = (user: User): User => {
    // Set by somebody else since it was checked: then the old one is no longer right.
    if (user.passwordHash !== check.user.passwordHash || user.status !== "CONFIRMED") {
      throw fail("NotAuthorizedException", texts.incorrectUsernameOrPassword);
    }
    return { ...user, passwordHash, modifiedAt: now };
  };
  await context.store.write(async (tables) => {
    const user = await updateUser(tables, pool, check.user.sub, setPassword, fail, null);
    await endSignIns(tables, user, "passwordChanged", now, family.familyId);
  });
  return {};
};
