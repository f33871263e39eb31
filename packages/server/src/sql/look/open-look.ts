/** A database that is only looked at: nothing is made, migrated or locked, and one that is broken can be asked what it still can tell. */
import { DatabaseSync } from "node:sqlite";
import type { PostgresServer } from "../../config/postgres-server.ts";
import { openPostgresRows } from "../copy/postgres-rows.ts";
import type { Cell, Row } from "../copy/tables.ts";
import { databaseFile } from "../data-folder.ts";

export interface DatabaseLook {
  readonly kind: "SQLite" | "PostgreSQL";
  /** Portable where both are asked; parameters are `$1`, `$2`. */
  ask(sql: string, values?: readonly Cell[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** Throws `DatabaseUnusable`, or what SQLite says. */
export async function openLook(
  dataFolder: string,
  server: PostgresServer | undefined,
): Promise<DatabaseLook> {
  return server === undefined ? lookAtSqlite(databaseFile(dataFolder)) : lookAtPostgres(server);
}

function lookAtSqlite(file: string): DatabaseLook {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  return {
    kind: "SQLite",
    async ask(sql, values = []) {
      // SQLite would take `$1` for a name.
      const statement = db.prepare(sql.replaceAll(/\$(\d+)/g, "?$1"));
      statement.setReturnArrays(true);
      // Arrays, because the statement says so; the types know objects only.
      return statement.all(...values) as unknown as readonly Row[];
    },
    close: async () => db.close(),
  };
}

async function lookAtPostgres(server: PostgresServer): Promise<DatabaseLook> {
  const rows = await openPostgresRows(server);
  return { kind: "PostgreSQL", ask: (sql, values) => rows.query(sql, values), close: () => rows.close() };
}
