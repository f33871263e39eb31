/**
 * Search for people. The index table holds each value that a filter may name, folded (case does not count) and cut, so it only
 * narrows the search; `matches` decides. Entries are derived from the user, so a change to them needs a migration.
 */
import type { ExpressionBuilder, Kysely } from "kysely";
import type { PoolId } from "../core/ids.ts";
import type { PageRequest } from "../core/page.ts";
import type { User, UserFilter } from "../core/users/user.ts";
import { searchableAttributes } from "../core/users/user-filter.ts";
import type { Schema } from "./schema.ts";

export interface IndexEntry {
  readonly attribute: string;
  readonly value: string;
}

/** Each is a page of the database somewhere else, so there is none that nobody can ask for. */
export function indexEntries(user: User): IndexEntry[] {
  return indexed.flatMap((attribute) => {
    const value = attributeOf(user, attribute);
    return value === undefined ? [] : [{ attribute, value: cut(fold(value)) }];
  });
}

/** The `sub` is in the key of the users themselves. */
const indexed = [...searchableAttributes].filter((attribute) => attribute !== "sub");

export function matches(user: User, filter: UserFilter): boolean {
  const stored = attributeOf(user, filter.attribute);
  return stored !== undefined && isLike(stored, filter);
}

/** What `status` can be is known: nobody need be read for `enabled`, which is nobody's. */
export function canMatch(filter: UserFilter): boolean {
  return filter.attribute !== "status" || ["Enabled", "Disabled"].some((status) => isLike(status, filter));
}

function isLike(stored: string, { comparison, value, isCaseSensitive }: UserFilter): boolean {
  const [left, right] = isCaseSensitive ? [stored, value] : [fold(stored), fold(value)];
  return comparison === "equals" ? left === right : left.startsWith(right);
}

/** One batch of those who may match, ordered by sub: everybody who does is in one of the batches. */
export function candidates(
  db: Kysely<Schema>,
  poolId: PoolId,
  filter: UserFilter | undefined,
  { limit, after }: PageRequest,
) {
  const users = db.selectFrom("users").selectAll().where("pool_id", "=", poolId).orderBy("sub").limit(limit);
  const page = after === undefined ? users : users.where("sub", ">", after);
  if (filter === undefined) return page;

  const { attribute, comparison } = filter;
  if (attribute === "sub") {
    const value = filter.isCaseSensitive ? filter.value : fold(filter.value);
    if (comparison === "equals") return page.where("sub", "=", value);
    return page.where("sub", ">=", value).where("sub", "<", value + lastCharacter);
  }

  const value = cut(fold(filter.value));
  let subs = db
    .selectFrom("user_index")
    .select("sub")
    .where("pool_id", "=", poolId)
    .where("attribute", "=", attribute)
    .orderBy("sub")
    .limit(limit);
  if (after !== undefined) subs = subs.where("sub", ">", after);
  subs =
    comparison === "equals"
      ? subs.where("value", "=", value)
      : subs.where("value", ">=", value).where("value", "<", value + lastCharacter);
  if (filter.isCaseSensitive && attribute === "username") subs = subs.where(isSpelled(poolId, filter));
  return users.where("sub", "in", subs);
}

/** As the person's own row has it: who began to read everybody of another spelling would not soon end. */
function isSpelled(poolId: PoolId, { comparison, value }: UserFilter) {
  return ({ exists, selectFrom }: ExpressionBuilder<Schema, "user_index">) => {
    const people = selectFrom("users as person")
      .select("person.sub")
      .where("person.pool_id", "=", poolId)
      .whereRef("person.sub", "=", "user_index.sub");
    return exists(
      comparison === "equals"
        ? people.where("person.username", "=", value)
        : people.where("person.username", ">=", value).where("person.username", "<", value + lastCharacter),
    );
  };
}

/** Sorts after every character a value begins with. */
const lastCharacter = "\u{10FFFF}";

/** Keeps an index entry below what engines allow (PostgreSQL: 2,704 bytes with the rest of the key). */
function cut(value: string): string {
  return value.slice(0, 256);
}

/** Lower case, one character at a time: a sigma at the end of a word is the same letter as within one. */
function fold(value: string): string {
  return value.toLowerCase().replaceAll("ς", "σ");
}

function attributeOf(user: User, attribute: string): string | undefined {
  switch (attribute) {
    case "username":
      return user.username;
    case "sub":
      return user.sub;
    case "status":
      return user.isEnabled ? "Enabled" : "Disabled";
    case "cognito:user_status":
      return user.status;
    default:
      return Object.hasOwn(user.attributes, attribute) ? user.attributes[attribute] : undefined;
  }
}
