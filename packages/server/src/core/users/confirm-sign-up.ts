/** The code that was sent at sign-up comes back: the account is confirmed, and the address it went to verified. */
import { hidesPeople } from "../clients/hides-people.ts";
import type { Fail } from "../failures.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { postConfirmation } from "../triggers/post-confirmation.ts";
import {
  type Account,
  type AccountCall,
  type AccountException,
  findAccount,
  nobodyFailure,
} from "./account.ts";
import { type CodeAddress, openAddress, withProvedAddress } from "./code-address.ts";
import { countUse } from "./limits.ts";
import { requireCode, useCode } from "./require-code.ts";
import { hasSignUpSessions, isBegunSignUp, openSignUpSession } from "./sign-up-session.ts";
import { releaseAliases } from "./store-new-user.ts";
import { updateUser } from "./update-user.ts";
import type { User } from "./user.ts";

type ConfirmException =
  | AccountException
  | "AliasExistsException"
  | "CodeMismatchException"
  | "ExpiredCodeException";

export interface ConfirmSignUpCall extends AccountCall<ConfirmException> {
  readonly code: string;
  readonly forceAliasCreation: boolean;
  /** SignUp's. */
  readonly session: string | undefined;
}

/** The session by which the person may sign in at once, where the client has a use for it. */
export async function confirmSignUp(world: World, call: ConfirmSignUpCall): Promise<string | undefined> {
  const { pool, client, name, metadata, code, fail } = call;
  const account = await findAccount(world, pool, name);
  await countUse(world, pool, account.id, "confirmSignUp", fail);
  const tellsNone = !hidesPeople(client);
  if (tellsNone) requireUnconfirmed(account.user, fail);
  const opensSession = mayOpenSession(world, call, account);
  const given = { purpose: "signUp", code, source: call.ipAddress, tellsNone } as const;
  const row = await requireCode(world, pool, account.id, given, fail);
  const address = openAddress(world, row);
  const user = await world.store.write(async (tables) => {
    await useCode(tables, row, fail);
    const latest = await tables.users.find(pool.poolId, row.sub);
    const confirmed = confirm(world, latest, address, fail);
    if (call.forceAliasCreation) await releaseAliases(tables, pool, confirmed);
    return updateUser(tables, pool, row.sub, () => confirmed, fail, fail);
  });
  await postConfirmation(world, { pool, client, user, metadata }, "PostConfirmation_ConfirmSignUp", fail);
  return opensSession ? openSignUpSession(world, client, user) : undefined;
}

/** A session that is not this person's is refused before the code is looked at. */
function mayOpenSession(
  world: World,
  { pool, client, session, fail }: ConfirmSignUpCall,
  { user }: Account,
): boolean {
  if (!hasSignUpSessions(pool, client)) return false;
  return session === undefined || isBegunSignUp(world, client, session, user, fail);
}

function confirm(
  world: World,
  user: User | undefined,
  address: CodeAddress | undefined,
  fail: ConfirmSignUpCall["fail"],
): User {
  const unconfirmed = requireUnconfirmed(user, fail);
  const attributes = address && withProvedAddress(unconfirmed.attributes, address);
  if (attributes === undefined) throw fail("ExpiredCodeException", texts.codeExpired);
  return { ...unconfirmed, attributes, status: "CONFIRMED", modifiedAt: world.clock.now() };
}

function requireUnconfirmed(
  user: User | undefined,
  fail: Fail<"NotAuthorizedException" | "UserNotFoundException">,
): User {
  if (user === undefined) throw nobodyFailure(fail);
  if (!user.isEnabled) throw fail("NotAuthorizedException", texts.userDisabled);
  if (user.status !== "UNCONFIRMED") throw fail("NotAuthorizedException", texts.cannotConfirm(user.status));
  return user;
}
