/** A password of one's own instead of the temporary one, and the attributes that were missing: one rule for every door. */
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import { type Attributes, missingRequiredAttributes, withOwnAttributes } from "../users/attributes.ts";
import { requirePasswordPolicy } from "../users/password-policy.ts";
import { updateUser } from "../users/update-user.ts";
import type { User } from "../users/user.ts";
import { passwordMark } from "./challenge-session.ts";

export type NewPasswordFail = Fail<
  | "AliasExistsException"
  | "InvalidParameterException"
  | "InvalidPasswordException"
  | "NotAuthorizedException"
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

/**
 * Checks the password and hashes it; what it answers checks the person and does the change, inside the caller's
 * transaction: there a used session is told before whatever it did.
 */
export async function confirmNewPassword(
  world: World,
  request: NewPassword,
): Promise<(tables: Tables) => Promise<User>> {
  const { pool, user, password, fail } = request;
  requirePasswordPolicy(pool, password, fail);
  const passwordHash = await world.passwords.hash(password);
  const confirm = (latest: User): User => confirmed(world, request, latest, passwordHash);
  return async (tables) => updateUser(tables, pool, user.sub, confirm, fail, fail);
}

/** Refuses whoever was disabled or changed since they were asked. */
function confirmed(
  world: World,
  { pool, client, attributes: changes, askedWith, fail }: NewPassword,
  user: User,
  passwordHash: string,
): User {
  if (!user.isEnabled) throw fail("NotAuthorizedException", texts.userDisabled);
  if (user.status !== "FORCE_CHANGE_PASSWORD" || passwordMark(world, user) !== askedWith) {
    throw fail("NotAuthorizedException", texts.sessionInvalid);
  }
  const attributes = withOwnAttributes(pool, client, user.attributes, changes, fail);
  const missing = missingRequiredAttributes(pool, attributes)[0];
  if (missing !== undefined) throw fail("InvalidParameterException", texts.attributeRequired(missing));
  return {
    ...user,
    attributes,
    passwordHash,
    status: "CONFIRMED",
    temporaryPasswordExpiresAt: undefined,
    modifiedAt: world.clock.now(),
  };
}
