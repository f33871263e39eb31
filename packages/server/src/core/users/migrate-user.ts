/** Somebody whom the pool does not know, but its UserMigration trigger does, becomes one of the pool's people. */
import { withFactor } from "../factors/mfa-preference.ts";
import { ApiFailure, fail as anyFailure } from "../failures.ts";
import { sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Attempt } from "../sign-in/attempt.ts";
import { countedAttempt } from "../sign-in/counted-attempt.ts";
import { accountOf } from "../sign-in/password-sign-in.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { TriggerFail } from "../triggers/trigger-subject.ts";
import { askForMigration, hasMigration, type MigratedUser } from "../triggers/user-migration.ts";
import type { AccountCall } from "./account.ts";
import { withAdminAttributes } from "./attributes.ts";
import { findUser } from "./find-user.ts";
import { newPerson } from "./new-person.ts";
import { newUsername, withNamed } from "./new-username.ts";
import { storablePassword } from "./password.ts";
import { storeNewUser } from "./store-new-user.ts";
import type { User } from "./user.ts";

/** Somebody who is the pool's from now on, or why nobody is. */
export type Migration =
  | { readonly ok: true; readonly user: User }
  | { readonly ok: false; readonly cause: "attemptsExceeded" | "unknownUser" };

interface Claim {
  readonly name: string;
  readonly password: string;
  /** As of `countedAttempt`. */
  readonly alongside: (tables: Tables) => Promise<void>;
}

/**
 * Undefined when there is no trigger. The password that the trigger accepted is stored with them. Asking it is a try at a password,
 * counted on the name: whoever is still elsewhere could be guessed at without end otherwise (AC-02).
 */
export async function migrateUser(
  world: World,
  request: Pick<Attempt, "pool" | "client" | "metadata" | "ipAddress" | "fail">,
  { name, password, alongside }: Claim,
): Promise<Migration | undefined> {
  const { pool, ipAddress: source } = request;
  if (!hasMigration(pool)) return undefined;
  const look = async (): Promise<User | undefined> => {
    // Another call may have taken them over while this one waited for its turn.
    const user = (await findUser(world, pool, name)) ?? (await takeOver(world, request, name, password));
    // The work of a password that is looked at here (HP-06).
    if (user === undefined) await world.passwords.verify(undefined, password);
    return user;
  };
  const guess = { poolId: pool.poolId, account: accountOf(world, pool, name, undefined), source };
  const tried = await countedAttempt(world, guess, look, alongside);
  if (tried.ok) return { ok: true, user: tried.found };
  return { ok: false, cause: tried.isLocked ? "attemptsExceeded" : "unknownUser" };
}

async function takeOver(
  world: World,
  request: Pick<Attempt, "pool" | "client" | "metadata" | "fail">,
  name: string,
  password: string,
): Promise<User | undefined> {
  const source = "UserMigration_Authentication";
  const known = await askForMigration(world, { ...request, username: name, password, source });
  return known && admit(world, request.pool, name, known, password, request.fail);
}

/** Undefined when there is no trigger. They have no password before they choose one. */
export async function migrateForgetful(world: World, call: AccountCall): Promise<User | undefined> {
  const { pool, client, name, metadata, fail } = call;
  const request = { pool, client, metadata, username: name, password: undefined, fail };
  const known = await askForMigration(world, { ...request, source: "UserMigration_ForgotPassword" });
  return known && admit(world, pool, name, known, undefined, fail);
}

/**
 * Of several calls at once for the same person one stores them, and the others find them. Cognito's policy for passwords is
 * not asked: the person has theirs already.
 * NOTE: no message is sent, whatever `messageAction` and `desiredDeliveryMediums` say: it could carry nothing but a password the person knows.
 */
async function admit(
  world: World,
  pool: Pool,
  name: string,
  known: MigratedUser,
  password: string | undefined,
  fail: TriggerFail,
): Promise<User | undefined> {
  const person = migratedPerson(world, pool, name, known, fail);
  const stored = password === undefined ? {} : await storablePassword(world, pool, person, password);
  const user = { ...person, ...stored };
  const rules = { forceAliasCreation: known.forceAliasCreation, taken: texts.usernameExists };
  try {
    await world.store.write((tables) => storeNewUser(tables, pool, user, rules, anyFailure));
    return user;
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return findUser(world, pool, name);
  }
}

/** Whoever signs in by an alias is called what the trigger says: `username` among the attributes. */
function migratedPerson(
  world: World,
  pool: Pool,
  name: string,
  { attributes: { username: given = name, ...rest }, status, enableSmsMfa }: MigratedUser,
  fail: TriggerFail,
): User {
  const invalid = () => fail("InvalidLambdaResponseException", texts.lambdaOutputInvalid);
  const id = sub(world.random.uuid());
  const { username, attributes: named } = newUsername(pool, id, given, invalid);
  const attributes = withAdminAttributes(pool, null, withNamed(pool, named, rest, invalid), invalid);
  const person = newPerson(world, pool, { sub: id, username, status, attributes });
  return enableSmsMfa ? { ...person, mfa: withFactor(person.mfa, "SMS_MFA") } : person;
}
