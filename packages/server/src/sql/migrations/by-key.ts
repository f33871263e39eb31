/** How SQLite is told to keep a table's rows with their key, instead of by a number of its own and the key once more beside them. */
import { type Kysely, SqliteAdapter } from "kysely";
import type { Schema } from "../schema.ts";

/**
 * Stands after a `create table`; nothing on other engines, which have a word of their own for it or none. A row that is added then
 * changes one page less, which is what a commit costs. For rows of at most a quarter of a page (1 kB): larger ones are found more slowly so.
 */
export function byKey(db: Kysely<Schema>): string {
  return isSqlite(db) ? "without rowid" : "";
}

export function isSqlite(db: Kysely<Schema>): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter;
}
