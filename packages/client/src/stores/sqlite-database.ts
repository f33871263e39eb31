/** What the store needs of a connection: `DatabaseSync` of `node:sqlite` (Node 22.5) has it, and better-sqlite3's `Database`. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
}

export interface SqliteStatement {
  run(...values: (string | number | null)[]): { readonly changes: number | bigint };
  get(...values: (string | number | null)[]): unknown;
}
