/** The code for a new password comes back with the password. Nobody is signed in by it, so a second factor is still owed (AC-09). */
import { hidesPeople } from "../clients/hides-people.ts";
import { singleAuthEvent } from "../events/record-auth-event.ts";
import { notify } from "../messages/notice.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import { postConfirmation } from "../triggers/post-confirmation.ts";
import { type AccountCall, type AccountException, findAccount, nobodyFailure } from "./account.ts";
import { type CodeAddress, isVerifiedAddress, openAddress } from "./code-address.ts";
import { countUse } from "./limits.ts";
import { endOldPassword, newPassword, withPassword } from "./new-password.ts";
import { requirePasswordPolicy } from "./password-policy.ts";
import { requireCode, useCode } from "./require-code.ts";
import { updateUser } from "./update-user.ts";
import type { User } from "./user.ts";

type ConfirmException =
  | AccountException
  | "CodeMismatchException"
  | "ExpiredCodeException"
  | "InvalidPasswordException"
  | "PasswordHistoryPolicyViolationException"
  | "UserNotConfirmedException";

export interface ConfirmForgotPasswordCall extends AccountCall<ConfirmException> {
  readonly code: string;
  readonly password: string;
}

/** A password that the pool refuses does not use up the code: the person may try another. `alongside` belongs to the transaction that stores it. */
export async function confirmForgotPassword(
  world: World,
  call: ConfirmForgotPasswordCall,
  alongside: (tables: Tables) => Promise<void> = async () => undefined,
): Promise<void> {
  const { pool, client, name, metadata, code, password, fail } = call;
  requirePasswordPolicy(pool, password, fail);
  const { user: named, id } = await findAccount(world, pool, name);
  await countUse(world, pool, id, "recovery", fail);
  if (!hidesPeople(client)) requireRecovering(named, fail);
  const given = { purpose: "resetPassword", code, source: call.ipAddress, tellsNone: true } as const;
  const row = await requireCode(world, pool, id, given, fail);
  const person = requireRecovering(named, fail);
  const stored = await newPassword(world, pool, person, password, fail);
  const address = openAddress(world, row);
  const now = world.clock.now();
  const recover = (latest: User): User => {
    const recovering = requireRecovering(latest, fail);
    requireSameAddress(recovering, address, fail);
    return { ...withPassword(pool, recovering, stored, now), status: "CONFIRMED" };
  };
  const event = singleAuthEvent(world, person, "ForgotPassword", "Pass", call.ipAddress);
  const user = await world.store.write(async (tables) => {
    await useCode(tables, row, fail);
    const recovered = await updateUser(tables, pool, person.sub, recover, fail, null);
    await endOldPassword(tables, recovered, now);
    await tables.attempts.clear(pool.poolId, person.sub);
    await tables.authEvents.put(event);
    const notice = person.passwordHash === undefined ? "passwordSet" : "passwordChanged";
    await notify(world, tables, pool, recovered, notice, metadata);
    await alongside(tables);
    return recovered;
  });
  const subject = { pool, client, user, metadata };
  await postConfirmation(world, subject, "PostConfirmation_ConfirmForgotPassword", fail);
}

/** Those to whom ForgotPassword sends a code. */
function requireRecovering(user: User | undefined, fail: ConfirmForgotPasswordCall["fail"]): User {
  if (user === undefined) throw nobodyFailure(fail);
  if (!user.isEnabled) throw fail("NotAuthorizedException", texts.userDisabled);
  switch (user.status) {
    case "CONFIRMED":
    case "RESET_REQUIRED":
      return user;
    case "UNCONFIRMED":
      throw fail("UserNotConfirmedException", texts.userNotConfirmed);
    default:
      throw fail("NotAuthorizedException", texts.passwordCannotBeReset);
  }
}

/** Whoever reads an address the person no longer has must not take the account with it. */
function requireSameAddress(
  { attributes }: User,
  address: CodeAddress | undefined,
  fail: ConfirmForgotPasswordCall["fail"],
): void {
  if (address !== undefined && isVerifiedAddress(attributes, address)) return;
  throw fail("ExpiredCodeException", texts.codeExpired);
}
