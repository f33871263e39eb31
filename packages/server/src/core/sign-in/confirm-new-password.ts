/**
 * Replaces a temporary password by one of the person's own, and adds the attributes that were missing: one rule for the
 * API and the pages.
 */
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import {
  type Attributes,
  missingRequiredAttributes,
  requireNotProvided,
  withOwnAttributes,
} from "../users/attributes.ts";
import { newPassword, withPassword } from "../users/new-password.ts";
import type { StoredPassword } from "../users/password.ts";
import { requirePasswordPolicy } from "../users/password-policy.ts";
import { updateUser } from "../users/update-user.ts";
import type { User } from "../users/user.ts";
import { requireNoneWaiting } from "../users/waiting-addresses.ts";
import { passwordMark } from "./challenge-session.ts";

export type NewPasswordFail = Fail<
  | "AliasExistsException"
  | "InvalidParameterException"
  | "InvalidPasswordException"
  | "NotAuthorizedException"
  | "PasswordHistoryPolicyViolationException"
  | "UserNotFoundException"
>;

export interface NewPassword {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly password: string;
  readonly attributes: Attributes;
  /** `passwordMark` of the person when they were asked. */
  readonly askedWith: string;
  readonly fail: NewPasswordFail;
}

export interface ConfirmedPassword {
  /** The person as they will be. */
  readonly expected: User;
  /** Checks the person again and does the change, inside the caller's transaction. */
  readonly confirm: (tables: Tables) => Promise<User>;
}

/** Checks the password and hashes it. */
export async function confirmNewPassword(world: World, request: NewPassword): Promise<ConfirmedPassword> {
  const { pool, user, password, fail } = request;
  requirePasswordPolicy(pool, password, fail);
  const stored = await newPassword(world, pool, user, password, fail);
  const confirm = (latest: User): User => confirmed(world, request, latest, stored);
  return {
    expected: confirm(user),
    confirm: (tables) => updateUser(tables, pool, user.sub, confirm, fail, fail),
  };
}

/** Refuses whoever was disabled or changed since they were asked. */
function confirmed(
  world: World,
  { pool, client, attributes: changes, askedWith, fail }: NewPassword,
  user: User,
  stored: StoredPassword,
): User {
  if (!user.isEnabled) throw fail("NotAuthorizedException", texts.userDisabled);
  if (user.status !== "FORCE_CHANGE_PASSWORD" || passwordMark(world, user) !== askedWith) {
    throw fail("NotAuthorizedException", texts.sessionInvalid);
  }
  const attributes = withOwnAttributes(pool, client, user.attributes, changes, fail);
  requireNotProvided(pool, user.attributes, changes, fail);
  requireNoneWaiting(pool, user.attributes, attributes, fail);
  const missing = missingRequiredAttributes(pool, attributes)[0];
  if (missing !== undefined) throw fail("InvalidParameterException", texts.attributeRequired(missing));
  const now = world.clock.now();
  return { ...withPassword(pool, user, stored, now), attributes, status: "CONFIRMED" };
}
