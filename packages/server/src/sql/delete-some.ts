/** Pruning a bounded part of a table, so that whoever writes meanwhile waits for a part and not for all of it. */
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "./schema.ts";

/**
 * Answers how many rows went. A DELETE with a LIMIT is SQLite's in some builds and no other engine's, so the rows are named by their
 * primary key.
 */
export async function deleteSome<Table extends keyof Schema>(
  db: Kysely<Schema>,
  table: Table,
  primaryKey: readonly (keyof Schema[Table] & string)[],
  isDue: RawBuilder<boolean>,
  most: number,
): Promise<number> {
  const key = sql.join(primaryKey.map((column) => sql.ref(column)));
  const due = sql`select ${key} from ${sql.table(table)} where ${isDue} limit ${most}`;
  const { numAffectedRows = 0n } =
    await sql`delete from ${sql.table(table)} where (${key}) in (${due})`.execute(db);
  return Number(numAffectedRows);
}

/** The same of one pool; `keyInPool` is the rest of the primary key. */
export async function deleteSomeOfPool(
  db: Kysely<Schema>,
  table: keyof Schema,
  poolId: string,
  keyInPool: readonly string[],
  most: number,
  isDue: RawBuilder<boolean> = sql`1 = 1`,
): Promise<number> {
  const key = sql.join(keyInPool.map((column) => sql.ref(column)));
  const isOfPool = sql`${sql.ref("pool_id")} = ${poolId}`;
  const due = sql`select ${key} from ${sql.table(table)} where ${isOfPool} and ${isDue} limit ${most}`;
  const { numAffectedRows = 0n } =
    await sql`delete from ${sql.table(table)} where ${isOfPool} and (${key}) in (${due})`.execute(db);
  return Number(numAffectedRows);
}
