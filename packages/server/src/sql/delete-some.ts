/** Deletes a bounded number of rows, so that concurrent writes wait for a batch and not for all of it. */
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** Answers how many rows went. */
export function deleteSome<Table extends keyof Schema>(
  db: Kysely<Schema>,
  table: Table,
  primaryKey: readonly (keyof Schema[Table] & string)[],
  isDue: RawBuilder<boolean>,
  most: number,
): Promise<number> {
  return deleteByKey(db, table, primaryKey, isDue, most);
}

/** The same of one pool; `keyInPool` is the rest of the primary key. */
export function deleteSomeOfPool(
  db: Kysely<Schema>,
  table: keyof Schema,
  poolId: string,
  keyInPool: readonly string[],
  most: number,
  isDue: RawBuilder<boolean> = sql`1 = 1`,
): Promise<number> {
  const isOfPool = sql<boolean>`${sql.ref("pool_id")} = ${poolId}`;
  return deleteByKey(db, table, keyInPool, sql`${isOfPool} and ${isDue}`, most, sql`${isOfPool} and `);
}

/** A DELETE with a LIMIT is SQLite's in some builds and no other engine's, so the rows are named by their primary key. */
async function deleteByKey(
  db: Kysely<Schema>,
  table: keyof Schema,
  columns: readonly string[],
  isDue: RawBuilder<unknown>,
  most: number,
  among: RawBuilder<unknown> = sql``,
): Promise<number> {
  const key = sql.join(columns.map((column) => sql.ref(column)));
  const due = sql`select ${key} from ${sql.table(table)} where ${isDue} limit ${most}`;
  const { numAffectedRows = 0n } =
    await sql`delete from ${sql.table(table)} where ${among}(${key}) in (${due})`.execute(db);
  return Number(numAffectedRows);
}
