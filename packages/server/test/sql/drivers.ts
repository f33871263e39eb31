/** The drivers that the conformance suites run on, each opening an empty, migrated database. */
import { join } from "node:path";
import type { Logger } from "kysely";
import { afterAll, onTestFinished } from "vitest";
import type { Store } from "../../src/core/tables.ts";
import type { Database } from "../../src/sql/database.ts";
import { migrate } from "../../src/sql/migrate.ts";
import { openPostgres } from "../../src/sql/postgres.ts";
import { openSqlite } from "../../src/sql/sqlite.ts";
import { createStore } from "../../src/sql/store.ts";
import type { PostgresVersion } from "../postgres/cluster.ts";
import { findPostgres } from "../postgres/databases.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface SqlDriver {
  readonly name: string;
  /** Gone when the test is over. */
  open(log?: Logger): Promise<Database>;
}

const sqlite: SqlDriver = {
  name: "SQLite",
  async open(log) {
    const folder = temporaryFolder();
    const database = openSqlite(join(folder, "poolhouse.db"), log);
    onTestFinished(() => database.close());
    return database;
  },
};

/** One database for the whole file, emptied for each test: making one takes longer than most tests. */
async function postgres(version: PostgresVersion): Promise<SqlDriver[]> {
  const running = await findPostgres(version);
  if (running === undefined) return [];
  const shared = await running.create();
  afterAll(() => shared.drop());
  return [
    {
      name: `PostgreSQL ${version}`,
      async open(log) {
        await shared.query(deleteAll);
        const database = openPostgres(shared.server, log);
        onTestFinished(() => database.close());
        return database;
      },
    },
  ];
}

const deleteAll = `do $$
declare name text;
begin
  for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'migrations' loop
    -- The audit log refuses to be emptied row by row; for the others that is faster.
    execute format(case when name like 'audit_%' then 'truncate %I' else 'delete from %I' end, name);
  end loop;
end $$`;

export const drivers: readonly SqlDriver[] = [sqlite, ...(await postgres(18)), ...(await postgres(15))];

export async function openStore(driver: SqlDriver, log?: Logger): Promise<Store> {
  const database = await driver.open(log);
  await migrate(database);
  return createStore(database);
}
