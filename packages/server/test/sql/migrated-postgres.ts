import { migrate } from "../../src/sql/migrate.ts";
import { openPostgres } from "../../src/sql/postgres.ts";
import type { findPostgres, TestDatabase } from "../postgres/databases.ts";

/** A migrated database of its own, for tests that are skipped where there is no PostgreSQL. */
export async function createMigrated(
  postgres: Awaited<ReturnType<typeof findPostgres>>,
): Promise<TestDatabase> {
  if (postgres === undefined) throw new Error("there is no PostgreSQL");
  const created = await postgres.create();
  const database = openPostgres(created.server);
  await migrate(database);
  await database.close();
  return created;
}
