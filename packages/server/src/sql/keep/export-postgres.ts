/** Writes what a PostgreSQL database holds at one moment into a new SQLite file, and compares. */
import type { PostgresServer } from "../../config/postgres-server.ts";
import { requireSameDigest } from "../copy/compare.ts";
import { digestTable, pagesOf, startDigest } from "../copy/digest.ts";
import { openPostgresRows } from "../copy/postgres-rows.ts";
import { sqliteRows } from "../copy/sqlite-rows.ts";
import { listTables } from "../copy/tables.ts";
import { requireAtHome } from "../marks.ts";
import { migrate } from "../migrate.ts";
import { openPostgres } from "../postgres.ts";
import { openConnection, openSqlite } from "../sqlite.ts";
import { asUnusable } from "../unavailable.ts";

/** Throws `DatabaseUnusable`, `DatabaseIsNewer`, `DataIncomplete`, `CopyDiffers`. */
export async function exportPostgres(
  server: PostgresServer,
  file: string,
  onRows: (table: string, rows: number) => void,
): Promise<void> {
  await bringUpToDate(server);
  const empty = openSqlite(file);
  await migrate(empty).finally(() => empty.close());
  const db = openConnection(file, { cacheMiB: 64, busyMs: 0 });
  const source = await openPostgresRows(server).catch((error: unknown) => {
    db.close();
    throw error;
  });
  try {
    const copy = sqliteRows(db);
    await source.snapshot(async () => {
      for (const table of listTables(db)) {
        const original = startDigest();
        let rows = 0;
        for await (const page of pagesOf(source, table)) {
          db.exec("BEGIN");
          await copy.insert(table, page);
          db.exec("COMMIT");
          original.add(page);
          rows += page.length;
          onRows(table.name, rows);
        }
        requireSameDigest(table, original.end(), await digestTable(copy, table));
      }
    });
  } finally {
    await source.close();
    db.close();
  }
}

/** Both must have the same tables: this program's. */
async function bringUpToDate(server: PostgresServer): Promise<void> {
  const database = openPostgres(server);
  try {
    await migrate(database);
    await requireAtHome(database);
  } catch (error) {
    throw asUnusable(error, server);
  } finally {
    await database.close();
  }
}
