/**
 * Nobody can remove their own last way in on the pages. Checked after the change and in its transaction, so that the
 * failure undoes it. The API has no such check, like Cognito.
 */
import { secondFactorOf } from "../factors/second-factor.ts";
import type { Fail } from "../failures.ts";
import { firstFactorsOf } from "../pools/first-factors.ts";
import type { Pool } from "../pools/pool.ts";
import type { ReadTables } from "../tables.ts";
import { texts } from "../texts.ts";
import { canSignInByCode } from "./passwordless.ts";
import type { User } from "./user.ts";

export async function requireWayIn(
  tables: Pick<ReadTables, "passkeys" | "softwareTokens">,
  pool: Pool,
  user: User,
  fail: Fail<"InvalidParameterException">,
): Promise<void> {
  if (!hasName(pool, user) || !(await hasFirstFactor(tables, pool, user))) {
    throw fail("InvalidParameterException", texts.lastWayIn);
  }
  const owed = await secondFactorOf(tables, pool, user);
  if (owed.kind === "setUp") throw fail("InvalidParameterException", texts.lastSecondFactor);
}

/** Where an address is the name, the username is an id that nobody knows. */
export function hasName({ settings }: Pool, { attributes }: Pick<User, "attributes">): boolean {
  const { UsernameAttributes = [] } = settings;
  return UsernameAttributes.length === 0 || UsernameAttributes.some((name) => attributes[name]);
}

async function hasFirstFactor(
  { passkeys }: Pick<ReadTables, "passkeys">,
  pool: Pool,
  { poolId, sub, passwordHash, attributes }: User,
): Promise<boolean> {
  if (passwordHash !== undefined || canSignInByCode(pool, attributes)) return true;
  const factors = firstFactorsOf(pool.settings);
  return factors.includes("WEB_AUTHN") && (await passkeys.listOfUser(poolId, sub)).length > 0;
}
