/** The rows of a PostgreSQL database, over one connection. Rows travel as one array for each column: a statement for a thousand of them. */
import type { PoolClient } from "pg";
import { type PostgresServer, placeOf } from "../../config/postgres-server.ts";
import { DatabaseUnusable } from "../database.ts";
import { forgetValues } from "../postgres-errors.ts";
import { createPostgresPool } from "../postgres-pool.ts";
import { type CopiedTable, pageSql, quoted, type Row, type WritableRows } from "./tables.ts";

export interface PostgresRows extends WritableRows {
  /** Everything in it, or nothing. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** As it is at this moment, however long `work` reads. */
  snapshot<T>(work: () => Promise<T>): Promise<T>;
  query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** SQLite keeps any value in any column, PostgreSQL neither another type nor U+0000. Nothing of ours should hold them. */
export class UncopyableValue extends Error {
  constructor(table: string, column: string) {
    super(`A value in the column ${column} of the table ${table} has no place in PostgreSQL.`);
    this.name = "UncopyableValue";
  }
}

/** Throws `DatabaseUnusable`. */
export async function openPostgresRows(server: PostgresServer): Promise<PostgresRows> {
  const pool = createPostgresPool(server, 1);
  const client = await pool.acquire().catch(async (cause: unknown) => {
    await pool.close();
    throw new DatabaseUnusable(placeOf(server), { cause });
  });
  const query = (text: string, values: readonly unknown[] = []) => ask(client, text, values);
  const between = async <T>(begin: string, work: () => Promise<T>): Promise<T> => {
    await query(begin);
    try {
      const result = await work();
      await query("commit");
      return result;
    } catch (error) {
      // The connection may be what failed.
      await query("rollback").catch(() => undefined);
      throw error;
    }
  };
  return {
    query,
    page: (table, after, limit) => {
      const places = table.key.map(({ type }, index) => `$${index + 1}::${type}`).join(", ");
      return query(pageSql(table, after && places, `${limit}`), after ?? []);
    },
    find: (table, keys) =>
      query(
        `select ${quoted(table.columns)} from "${table.name}" where ${among(table)}`,
        columnsOf(table.key, keys),
      ),
    async insert(table, rows) {
      requireCopyable(table, rows);
      const values = columnsOf(table.columns, rows);
      await query(
        `insert into "${table.name}" (${quoted(table.columns)}) select * from ${unnest(table.columns)} on conflict do nothing`,
        values,
      );
    },
    async delete(table, keys) {
      await query(`delete from "${table.name}" where ${among(table)}`, columnsOf(table.key, keys));
    },
    transaction: (work) => between("begin", work),
    snapshot: (work) => between("begin isolation level repeatable read, read only", work),
    async close() {
      client.release(true);
      await pool.close();
    },
  };
}

async function ask(client: PoolClient, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  try {
    const { rows } = await client.query({ text, values: [...values], rowMode: "array" });
    // Texts and numbers, as `postgres-pool.ts` parses them.
    return rows as unknown as Row[];
  } catch (error) {
    forgetValues(error);
    throw error;
  }
}

function among(table: CopiedTable): string {
  const isKey = `(${quoted(table.key)}) in (select * from ${unnest(table.key)})`;
  return table.condition === "" ? isKey : `${isKey} and ${table.condition}`;
}

function unnest(columns: CopiedTable["columns"]): string {
  return `unnest(${columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(", ")})`;
}

/** One array for each column. Keys are short rows: their cells stand in the order of the key. */
function columnsOf(columns: CopiedTable["columns"], rows: readonly Row[]): readonly unknown[] {
  return columns.map((_, index) => rows.map((row) => row[index] ?? null));
}

/** Before PostgreSQL does it, which would repeat the value. */
function requireCopyable(table: CopiedTable, rows: readonly Row[]): void {
  for (const { name, type, index } of table.columns) {
    const fits = type === "text" ? isText : Number.isSafeInteger;
    for (const row of rows) {
      const cell = row[index] ?? null;
      if (cell !== null && !fits(cell)) throw new UncopyableValue(table.name, name);
    }
  }
}

function isText(cell: unknown): boolean {
  return typeof cell === "string" && !cell.includes("\0");
}
