/** The rows of an open SQLite connection. */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { type CopiedTable, pageSql, quoted, type Row, type WritableRows } from "./tables.ts";

export function sqliteRows(db: DatabaseSync): WritableRows {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = db.prepare(sql);
      statement.setReturnArrays(true);
      statements.set(sql, statement);
    }
    return statement;
  };
  const all = (sql: string, values: Row) =>
    // Arrays, because the statement says so; the types know objects only.
    prepare(sql).all(...(values as SQLInputValue[])) as unknown as Row[];
  return {
    async page(table, after, limit) {
      const places = table.key.map(() => "?").join(", ");
      return all(pageSql(table, after && places, "?"), [...(after ?? []), limit]);
    },
    async find(table, keys) {
      const sql = `select ${quoted(table.columns)} from "${table.name}" where ${matches(table)}`;
      return keys.flatMap((key) => all(sql, key));
    },
    async insert(table, rows) {
      const places = table.columns.map(() => "?").join(", ");
      const sql = `insert or ignore into "${table.name}" (${quoted(table.columns)}) values (${places})`;
      for (const row of rows) all(sql, row);
    },
    async delete(table, keys) {
      for (const key of keys) all(`delete from "${table.name}" where ${matches(table)}`, key);
    },
  };
}

function matches(table: CopiedTable): string {
  const key = table.key.map(({ name }) => `"${name}" = ?`);
  return (table.condition === "" ? key : [...key, table.condition]).join(" and ");
}
