/**
 * Somebody who is signed in chooses another password, or a first one. The old password counts as an attempt like any
 * other, so that a stolen token or an unattended browser does not help to guess it.
 */
import type { Client } from "../clients/client.ts";
import type { AuthEvent } from "../events/auth-event.ts";
import { singleAuthEvent } from "../events/record-auth-event.ts";
import type { Fail } from "../failures.ts";
import { notify } from "../messages/notice.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { BrowserSession } from "../sign-in/browser-session.ts";
import { checkPasswordOf } from "../sign-in/password-sign-in.ts";
import { type PasswordFail, passwordFailure } from "../sign-in/refuse-password.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { Family } from "../tokens/family.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";
import { countUse } from "./limits.ts";
import { endOldPassword, newPassword, withPassword } from "./new-password.ts";
import { requirePasswordPolicy } from "./password-policy.ts";
import { updateUser } from "./update-user.ts";
import type { User } from "./user.ts";

export interface PasswordChange {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  /** The old one; only whoever has none may leave it out, by a recent sign-in (AC-10). */
  readonly previous: string | undefined;
  readonly isRecent: boolean;
  readonly proposed: string;
  readonly source: string | undefined;
  /** The sign-in that asks for it, which alone goes on. */
  readonly stays: { readonly family: Family } | { readonly browser: BrowserSession };
  /** Of the page that asks: it says the language of the notice. */
  readonly metadata?: ClientMetadata;
  readonly fail: ChangeFail;
}

export type ChangeFail = PasswordFail &
  Fail<
    | "InvalidParameterException"
    | "InvalidPasswordException"
    | "LimitExceededException"
    | "PasswordHistoryPolicyViolationException"
  >;

/** `alongside` belongs to the same transaction. */
export async function changePassword(
  world: World,
  change: PasswordChange,
  alongside: (tables: Tables) => Promise<unknown> = async () => undefined,
): Promise<void> {
  const { pool, user, proposed, fail } = change;
  if (change.previous === undefined && user.passwordHash !== undefined) {
    throw fail("InvalidParameterException", texts.missingParameter("PreviousPassword"));
  }
  requirePasswordPolicy(pool, proposed, fail);
  await countUse(world, pool, user.sub, "changePassword", fail);
  const event = singleAuthEvent(world, user, "PasswordChange", "Fail", change.source);
  const proven = await proveOldPassword(world, change, event);
  const password = await newPassword(world, pool, proven, proposed, fail);
  const now = world.clock.now();
  const setPassword = (latest: User): User => {
    // Set by somebody else since it was checked: then the old one is no longer right.
    if (latest.passwordHash !== proven.passwordHash || latest.status !== "CONFIRMED") {
      throw fail("NotAuthorizedException", texts.incorrectUsernameOrPassword);
    }
    return withPassword(pool, latest, password, now);
  };
  await world.store.write(async (tables) => {
    const changed = await updateUser(tables, pool, proven.sub, setPassword, fail, null);
    await endOthers(tables, changed, change, now);
    const notice = proven.passwordHash === undefined ? "passwordSet" : "passwordChanged";
    await notify(world, tables, pool, changed, notice, change.metadata);
    await tables.authEvents.put({ ...event, response: "Pass" });
    await alongside(tables);
  });
}

/** The event of a wrong one is written with the attempt; a success replaces it. */
async function proveOldPassword(world: World, change: PasswordChange, event: AuthEvent): Promise<User> {
  const { pool, client, user, previous, source, fail } = change;
  if (previous === undefined) {
    if (!change.isRecent) throw fail("NotAuthorizedException", texts.signInTooOld);
    return user;
  }
  const presume = ({ authEvents }: Tables) => authEvents.presume(event);
  const check = await checkPasswordOf(world, pool, user.sub, user, previous, source, presume);
  if (check.ok) return check.user;
  if (check.cause === "attemptsExceeded") {
    throw fail("LimitExceededException", texts.attemptLimitExceeded);
  }
  throw passwordFailure(check.cause, client, fail);
}

/** A browser's session is put back, unless somebody has ended it meanwhile. */
async function endOthers(tables: Tables, user: User, { stays }: PasswordChange, now: number): Promise<void> {
  if ("family" in stays) return endOldPassword(tables, user, now, stays.family.familyId);
  const { poolId, sessionHash } = stays.browser;
  const session = await tables.browserSessions.find(poolId, sessionHash, now);
  await endOldPassword(tables, user, now);
  if (session !== undefined) await tables.browserSessions.insert(session);
}
