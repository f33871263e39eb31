/** Stores a new person, unless one of their names is somebody else's. */
import type { Fail } from "../failures.ts";
import { sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import { contactAttributes } from "./attributes.ts";
import { normalizeName, signInNames } from "./names.ts";
import type { SignInName, User } from "./user.ts";

/** With `forceAliasCreation` a verified address moves to the new person; whoever had it keeps it unverified. */
export async function storeNewUser(
  tables: Tables,
  pool: Pool,
  user: User,
  forceAliasCreation: boolean,
  fail: Fail<"UsernameExistsException">,
): Promise<void> {
  // Administrators may name people by their sub, so nobody may be called what is another's (AC-12).
  const namesake = await tables.users.find(pool.poolId, sub(user.username));
  if (namesake !== undefined) throw fail("UsernameExistsException", texts.usernameExistsAdmin);
  if (forceAliasCreation) await releaseAliases(tables, pool, user);
  const taken = await tables.users.insert(user, signInNames(pool, user));
  if (taken !== undefined) throw fail("UsernameExistsException", takenText(taken));
}

async function releaseAliases(tables: Tables, pool: Pool, { attributes }: User): Promise<void> {
  const { AliasAttributes = [] } = pool.settings;
  for (const kind of contactAttributes) {
    const address = attributes[kind];
    const isAlias = AliasAttributes.includes(kind) && attributes[`${kind}_verified`] === "true";
    if (!isAlias || address === undefined) continue;
    const holder = await tables.users.findByName(pool.poolId, normalizeName(pool, address));
    if (holder === undefined) continue;
    const released = { ...holder, attributes: { ...holder.attributes, [`${kind}_verified`]: "false" } };
    await tables.users.update(released, signInNames(pool, released));
  }
}

function takenText({ kind }: SignInName): string {
  return kind === "username" ? texts.usernameExistsAdmin : texts.givenAliasExists(kind);
}
