/** MFA_SETUP by e-mail: the address becomes the person's once the code that was sent there comes back. */
import type { World } from "../ports.ts";
import type { RespondAttempt } from "../sign-in/attempt.ts";
import type { ChallengeSession } from "../sign-in/challenge-session.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import { withOwnAttributes } from "../users/attributes.ts";
import { updateUser } from "../users/update-user.ts";
import type { User } from "../users/user.ts";
import { requireSetUpOwed } from "./enrol-software-token.ts";
import { withFactor } from "./mfa-preference.ts";
import { offeredFactors } from "./offered-factors.ts";

/** What the session of the code carries. */
export interface NewEmail {
  readonly newEmail: string;
}

/** Undefined where the code went to the person's own address. */
export function newEmailOf({ data }: ChallengeSession): string | undefined {
  return typeof data["newEmail"] === "string" ? data["newEmail"] : undefined;
}

/** The client must be allowed to write it, and the person must have none. */
export async function requireNewEmail(
  world: World,
  { pool, client, fail }: RespondAttempt,
  user: User,
  email: string,
): Promise<NewEmail> {
  const owing = await requireSetUpOwed(world.store.read, pool, user, fail);
  if (!offeredFactors(pool).includes("EMAIL_OTP")) {
    throw fail("InvalidParameterException", texts.mfaNotOffered("EMAIL_OTP"));
  }
  const { email: newEmail } = withOwnAttributes(pool, client, owing.attributes, { email }, fail);
  if (newEmail === undefined || user.attributes["email"] !== undefined) {
    throw fail("InvalidParameterException", texts.mfaNotConfigured("EMAIL_OTP"));
  }
  return { newEmail };
}

/** In the transaction that uses up the code. */
export async function saveNewEmail(
  world: World,
  tables: Tables,
  { pool, fail }: RespondAttempt,
  { sub }: User,
  email: string,
): Promise<User> {
  await requireSetUpOwed(tables, pool, await tables.users.find(pool.poolId, sub), fail);
  const save = (user: User): User => ({
    ...user,
    attributes: { ...user.attributes, email, email_verified: "true" },
    mfa: withFactor(user.mfa, "EMAIL_OTP"),
    modifiedAt: world.clock.now(),
  });
  return updateUser(tables, pool, sub, save, fail, fail);
}
