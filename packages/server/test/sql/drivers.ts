/** The drivers that the conformance suites run on, each opening an empty, migrated database. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "kysely";
import { onTestFinished } from "vitest";
import type { Store } from "../../src/core/tables.ts";
import type { Database } from "../../src/sql/database.ts";
import { migrate } from "../../src/sql/migrate.ts";
import { openSqlite } from "../../src/sql/sqlite.ts";
import { createStore } from "../../src/sql/store.ts";

export interface SqlDriver {
  readonly name: string;
  /** Gone when the test is over. */
  open(log?: Logger): Database;
}

const sqlite: SqlDriver = {
  name: "SQLite",
  open(log) {
    const folder = temporaryFolder();
    const database = openSqlite(join(folder, "poolhouse.db"), log);
    onTestFinished(() => database.close());
    return database;
  },
};

export const drivers: readonly SqlDriver[] = [sqlite];

export async function openStore(driver: SqlDriver, log?: Logger): Promise<Store> {
  const database = driver.open(log);
  await migrate(database);
  return createStore(database);
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-"));
  // Registered first, so it runs last.
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
