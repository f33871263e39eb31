/**
 * Copies a database into another: SQLite to PostgreSQL for a move, PostgreSQL to SQLite for a backup. One of the two is always SQLite, which
 * tells what there is to copy, so that a table added by a later migration is copied without a word here.
 *
 * This file is what a table is to the copy; `sqlite-rows.ts` and `postgres-rows.ts` are the two sides.
 */
import type { DatabaseSync } from "node:sqlite";
import { markNames } from "../marks.ts";

export type Cell = string | number | null;
/** In the order of `CopiedTable.columns`. */
export type Row = readonly Cell[];

export interface CopiedTable {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The columns of the primary key, in its order. */
  readonly key: readonly Column[];
  /** What belongs to the database it stands in, and is never copied. Empty, or the words after `where`. */
  readonly condition: string;
  /** The database refuses to change its rows, and to remove those that the rows of other tables keep: the audit log. */
  readonly isGuarded: boolean;
}

export interface Column {
  readonly name: string;
  readonly type: "text" | "bigint";
  /** In `CopiedTable.columns`. */
  readonly index: number;
}

/** Rows of one database, which nobody changes meanwhile, or whose changes are known otherwise. */
export interface Rows {
  /** The next in the order of the key. */
  page(table: CopiedTable, after: Row | undefined, limit: number): Promise<readonly Row[]>;
  /** Those there are, in any order. */
  find(table: CopiedTable, keys: readonly Row[]): Promise<readonly Row[]>;
}

export interface WritableRows extends Rows {
  /** Leaves out what would collide: during a move the row in the way is in the log of changes, and so is this one. */
  insert(table: CopiedTable, rows: readonly Row[]): Promise<void>;
  delete(table: CopiedTable, keys: readonly Row[]): Promise<void>;
}

/** Every table but the record of migrations, which each database keeps for itself, and `move_changes`, the log of a move. */
export function listTables(db: DatabaseSync): readonly CopiedTable[] {
  const names = db
    .prepare(
      `select name from sqlite_schema
       where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not in ('migrations', 'move_changes')
       order by name`,
    )
    .all();
  return names.map(({ name }) => describeTable(db, String(name)));
}

export function keyOf(table: CopiedTable, row: Row): Row {
  return table.key.map(({ index }) => row[index] ?? null);
}

export function quoted(columns: readonly Pick<Column, "name">[], prefix = ""): string {
  return columns.map(({ name }) => `${prefix}"${name}"`).join(", ");
}

/** The statement for a page of rows. `after`: the placeholders for the key of the row before it, if there is one. */
export function pageSql(table: CopiedTable, after: string | undefined, limit: string): string {
  const key = quoted(table.key);
  const isNext = after === undefined ? "" : `(${key}) > (${after})`;
  const conditions = [table.condition, isNext].filter((condition) => condition !== "");
  const where = conditions.length === 0 ? "" : `where ${conditions.join(" and ")}`;
  return `select ${quoted(table.columns)} from "${table.name}" ${where} order by ${key} limit ${limit}`;
}

function describeTable(db: DatabaseSync, name: string): CopiedTable {
  const found = db.prepare(`pragma table_info("${name}")`).all();
  const columns = found.map((column, index): Column & { place: number } => ({
    name: String(column["name"]),
    type: /int/i.test(String(column["type"])) ? "bigint" : "text",
    index,
    place: Number(column["pk"]),
  }));
  const key = columns.filter(({ place }) => place > 0).sort((a, b) => a.place - b.place);
  if (key.length === 0) throw new Error(`The table ${name} has no primary key.`);
  // Its migration names the trigger so (`migrations/0003-audit.ts`).
  const guard = db.prepare("select 1 from sqlite_schema where type = 'trigger' and name = ?");
  const isGuarded = guard.get(`${name}_stay`) !== undefined;
  return { name, columns, key, condition: name === "instance" ? notMarks : "", isGuarded };
}

const notMarks = `"name" not in (${markNames.map((name) => `'${name}'`).join(", ")})`;
