import type { Kysely } from "kysely";
import type { PoolId, Sub } from "../core/ids.ts";
import type { PageRequest } from "../core/page.ts";
import type { SignInName, User, UserFilter, UserTable } from "../core/users/user.ts";
import { estimateOf, fewSubs } from "./estimate.ts";
import { prepared, preparedRow, preparedRows } from "./prepared.ts";
import { everyOne, type Schema } from "./schema.ts";
import { storedText } from "./stored-text.ts";
import { candidates, canMatch, type IndexEntry, indexEntries, matches } from "./user-index.ts";
import { fromUser, toUser } from "./user-rows.ts";

export function userTable(db: Kysely<Schema>): UserTable {
  return {
    find: (poolId, sub) => find(db, poolId, sub),
    findByName: (poolId, name) => findByName(db, poolId, name),
    list: (poolId, filter, page) => list(db, poolId, filter, page),
    countAbout: (poolId) => countAbout(db, poolId),
    insert: (user, names) => insert(db, user, names),
    update: (user, names) => update(db, user, names),
    delete: (poolId, sub) => remove(db, poolId, sub),
  };
}

async function find(db: Kysely<Schema>, poolId: PoolId, sub: Sub): Promise<User | undefined> {
  const [row] = await selectUser(db, poolId, sub);
  return row && toUser(row);
}

const selectUser = prepared((db, poolId: string, sub: string) =>
  db.selectFrom("users").selectAll().where("pool_id", "=", poolId).where("sub", "=", sub),
);

async function findByName(db: Kysely<Schema>, poolId: PoolId, name: string): Promise<User | undefined> {
  const [row] = await selectUserByName(db, poolId, name);
  return row && toUser(row);
}

const selectUserByName = prepared((db, poolId: string, name: string) =>
  db
    .selectFrom("sign_in_names")
    .innerJoin("users", (join) =>
      join.onRef("users.pool_id", "=", "sign_in_names.pool_id").onRef("users.sub", "=", "sign_in_names.sub"),
    )
    .selectAll("users")
    .where("sign_in_names.pool_id", "=", poolId)
    .where("sign_in_names.name", "=", name),
);

const largestBatch = 2000;

async function list(
  db: Kysely<Schema>,
  poolId: PoolId,
  filter: UserFilter | undefined,
  { limit, after }: PageRequest,
): Promise<readonly User[]> {
  if (filter !== undefined && !canMatch(filter)) return [];
  const found: User[] = [];
  let last = after;
  // The index is folded and cut, so a batch may hold people who do not match; then the page takes another one. Each costs a search in
  // the index, so they grow.
  for (let size = limit; found.length < limit; size = Math.max(limit, Math.min(size * 4, largestBatch))) {
    const rows = await candidates(db, poolId, filter, { limit: size, after: last }).execute();
    const users = rows.map(toUser);
    found.push(...users.filter((user) => filter === undefined || matches(user, filter)));
    if (rows.length < size) break;
    last = rows.at(-1)?.sub;
  }
  return found.slice(0, limit);
}

async function countAbout(db: Kysely<Schema>, poolId: PoolId): Promise<number> {
  const ofPool = db.selectFrom("users").where("pool_id", "=", poolId);
  const beyond = await ofPool.select("sub").orderBy("sub").limit(1).offset(fewSubs).executeTakeFirst();
  if (beyond !== undefined) return estimateOf(fewSubs, beyond.sub);
  const { users } = await ofPool
    .select(({ fn }) => fn.countAll<number>().as("users"))
    .executeTakeFirstOrThrow();
  return Number(users);
}

async function insert(db: Kysely<Schema>, user: User, names: readonly SignInName[]) {
  const taken = await findTaken(db, user, names);
  if (taken !== undefined) return taken;
  await insertUser(db, fromUser(user));
  await insertNames(db, user, kindsOf(names));
  await insertEntries(db, user, indexEntries(user));
  return undefined;
}

const insertUser = preparedRow((db, user: Schema["users"]) => db.insertInto("users").values(user));

async function update(db: Kysely<Schema>, user: User, names: readonly SignInName[]) {
  const before = await find(db, user.poolId, user.sub);
  if (before === undefined) throw new Error(`There is no user ${user.sub} in ${user.poolId} to update.`);
  const taken = await findTaken(db, user, names);
  if (taken !== undefined) return taken;
  const { pool_id, sub, ...columns } = fromUser(user);
  await db.updateTable("users").set(columns).where("pool_id", "=", pool_id).where("sub", "=", sub).execute();
  await replaceNames(db, user, names);
  await replaceEntries(db, user, indexEntries(before), indexEntries(user));
  return undefined;
}

async function remove(db: Kysely<Schema>, poolId: PoolId, sub: Sub): Promise<boolean> {
  const user = await find(db, poolId, sub);
  if (user === undefined) return false;
  await replaceEntries(db, user, indexEntries(user), []);
  for (const table of ["attempts", "quotas"] as const) {
    await db.deleteFrom(table).where("pool_id", "=", poolId).where("subject", "=", sub).execute();
  }
  for (const table of personalTables) {
    await db.deleteFrom(table).where("pool_id", "=", poolId).where("sub", "=", sub).execute();
  }
  return true;
}

type PersonalTable = {
  [Table in keyof Schema]: Schema[Table] extends { readonly sub: string } ? Table : never;
}[keyof Schema];

/** The index is kept entry by entry. */
const personalTables = everyOne<Exclude<PersonalTable, "user_index">>({
  users: true,
  sign_in_names: true,
  group_members: true,
  families: true,
  devices: true,
  passkeys: true,
  software_tokens: true,
  authorization_codes: true,
  browser_sessions: true,
  verification_codes: true,
  auth_events: true,
});

/** Writers are serial, so what this look-up finds free stays free; the primary key stands behind it. */
async function findTaken(db: Kysely<Schema>, { poolId, sub }: User, names: readonly SignInName[]) {
  if (names.length === 0) return undefined;
  const rows = await selectTaken(db, poolId, sub, ...names.map(({ name }) => name));
  const taken = new Set(rows.map(({ name }) => name));
  return names.find(({ name }) => taken.has(storedText(name)));
}

const selectTaken = prepared((db, poolId: string, sub: string, ...names: string[]) =>
  db
    .selectFrom("sign_in_names")
    .select("name")
    .where("pool_id", "=", poolId)
    .where("name", "in", names)
    .where("sub", "!=", sub),
);

/** One name may serve as two kinds, an e-mail address as username, say; the first kind stands for both. */
function kindsOf(names: readonly SignInName[]): Map<string, SignInName["kind"]> {
  return new Map(names.toReversed().map(({ name, kind }) => [storedText(name), kind]));
}

async function replaceNames(db: Kysely<Schema>, user: User, names: readonly SignInName[]) {
  const { poolId, sub } = user;
  const stored = await db
    .selectFrom("sign_in_names")
    .select(["name", "kind"])
    .where("pool_id", "=", poolId)
    .where("sub", "=", sub)
    .execute();
  const wanted = kindsOf(names);
  for (const { name, kind } of stored) {
    if (wanted.get(name) === kind) wanted.delete(name);
    else
      await db.deleteFrom("sign_in_names").where("pool_id", "=", poolId).where("name", "=", name).execute();
  }
  await insertNames(db, user, wanted);
}

async function insertNames(db: Kysely<Schema>, { poolId, sub }: User, kinds: ReturnType<typeof kindsOf>) {
  const rows = [...kinds].map(([name, kind]) => ({ pool_id: poolId, name, kind, sub }));
  if (rows.length > 0) await insertNameRows(db, rows);
}

const insertNameRows = preparedRows((db, rows: readonly Schema["sign_in_names"][]) =>
  db.insertInto("sign_in_names").values(rows),
);

async function replaceEntries(
  db: Kysely<Schema>,
  user: User,
  stored: readonly IndexEntry[],
  wanted: readonly IndexEntry[],
) {
  const { poolId, sub } = user;
  for (const { attribute, value } of without(stored, wanted)) {
    await db
      .deleteFrom("user_index")
      .where("pool_id", "=", poolId)
      .where("attribute", "=", attribute)
      .where("value", "=", value)
      .where("sub", "=", sub)
      .execute();
  }
  await insertEntries(db, user, without(wanted, stored));
}

async function insertEntries(db: Kysely<Schema>, { poolId, sub }: User, entries: readonly IndexEntry[]) {
  const rows = entries.map((entry) => ({ pool_id: poolId, sub, ...entry }));
  if (rows.length > 0) await insertEntryRows(db, rows);
}

const insertEntryRows = preparedRows((db, rows: readonly Schema["user_index"][]) =>
  db.insertInto("user_index").values(rows),
);

function without(entries: readonly IndexEntry[], others: readonly IndexEntry[]): IndexEntry[] {
  const values = new Map(others.map(({ attribute, value }) => [attribute, value]));
  return entries.filter(({ attribute, value }) => values.get(attribute) !== value);
}
