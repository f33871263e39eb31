/** Stores a new person, unless one of their names is taken or the pool is gone. */
import type { Fail } from "../failures.ts";
import { sub } from "../ids.ts";
import { inOrder } from "../in-order.ts";
import { requirePoolIn } from "../pools/find-pool.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import { contactAttributes, isVerified } from "./attributes.ts";
import { normalizeName, signInNames } from "./names.ts";
import type { SignInName, User } from "./user.ts";

export interface NewUserRules {
  /** A verified address moves to the new person; whoever had it keeps it unverified. */
  readonly forceAliasCreation: boolean;
  /** What is said when the username itself is taken. */
  readonly taken: string;
}

/** Of whoever signs up by themselves: they take nobody's address. */
export const signUpRules: NewUserRules = { forceAliasCreation: false, taken: texts.usernameExists };

export async function storeNewUser(
  tables: Tables,
  pool: Pool,
  user: User,
  { forceAliasCreation, taken }: NewUserRules,
  fail: Fail<"ResourceNotFoundException" | "UsernameExistsException">,
): Promise<void> {
  const { poolId } = pool;
  // Administrators may name people by their sub, so nobody may be called what is another's (AC-12).
  const [, namesake] = await inOrder(
    // Deleted while a trigger was asked, or by another node: nothing would ever find these rows, nor remove them.
    requirePoolIn(tables, poolId, fail),
    tables.users.find(poolId, sub(user.username)),
  );
  if (namesake !== undefined) throw fail("UsernameExistsException", taken);
  if (forceAliasCreation) await releaseAliases(tables, pool, user);
  const name = await tables.users.insert(user, signInNames(pool, user));
  if (name !== undefined) throw fail("UsernameExistsException", takenText(name, taken));
}

/** The same question, which the insert asks again, before there is anything to store: no trigger acts on a name that cannot be had. */
export async function requireFreeNames(
  world: World,
  pool: Pool,
  user: User,
  { forceAliasCreation, taken }: NewUserRules,
  fail: Fail<"UsernameExistsException">,
): Promise<void> {
  const { users } = world.store.read;
  const namesake = await users.find(pool.poolId, sub(user.username));
  if (namesake !== undefined) throw fail("UsernameExistsException", taken);
  for (const each of signInNames(pool, user)) {
    if (forceAliasCreation && isAddressAlias(pool, each.kind)) continue;
    const holder = await users.findByName(pool.poolId, each.name);
    if (holder !== undefined) throw fail("UsernameExistsException", takenText(each, taken));
  }
}

/** Takes the person's verified addresses away from whoever else signs in by them. */
export async function releaseAliases(tables: Tables, pool: Pool, user: User): Promise<void> {
  for (const kind of contactAttributes) {
    const address = user.attributes[kind];
    const isAlias = isAddressAlias(pool, kind) && isVerified(user.attributes, kind);
    if (!isAlias || address === undefined) continue;
    const holder = await tables.users.findByName(pool.poolId, normalizeName(pool, address));
    if (holder === undefined || holder.sub === user.sub) continue;
    const released = { ...holder, attributes: { ...holder.attributes, [`${kind}_verified`]: "false" } };
    await tables.users.update(released, signInNames(pool, released));
  }
}

function isAddressAlias({ settings: { AliasAttributes = [] } }: Pool, kind: SignInName["kind"]): boolean {
  return contactAttributes.some((name) => name === kind && AliasAttributes.includes(name));
}

function takenText({ kind }: SignInName, taken: string): string {
  return kind === "username" ? taken : texts.givenAliasExists(kind);
}
