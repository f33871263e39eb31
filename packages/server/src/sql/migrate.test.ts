import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../test/sql/drivers.ts";
import { DatabaseIsNewer, migrate } from "./migrate.ts";
import { poolTables } from "./schema.ts";
import { openSqlite } from "./sqlite.ts";

function open() {
  const file = join(temporaryFolder(), "poolhouse.db");
  const database = openSqlite(file);
  const raw = new DatabaseSync(file);
  onTestFinished(async () => {
    raw.close();
    await database.close();
  });
  return { database, raw };
}

it("runs each step once, and records it", async () => {
  const { database, raw } = open();
  await Promise.all([migrate(database), migrate(database)]);
  await migrate(database);
  expect(raw.prepare("SELECT * FROM migrations").all()).toEqual([{ number: 1, name: "first" }]);
});

it("refuses a database that a newer program has changed", async () => {
  const { database, raw } = open();
  await migrate(database);
  raw.exec("INSERT INTO migrations VALUES (1000, 'from-the-future')");
  await expect(migrate(database)).rejects.toThrow(DatabaseIsNewer);
  await expect(migrate(database)).rejects.toThrow("schema 1000");
});

it("begins every key with the pool, but for the house's own tables", async () => {
  const { database, raw } = open();
  await migrate(database);
  const tables = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const firstOfKey = raw.prepare("SELECT name FROM pragma_table_info(?) WHERE pk = 1");
  const others = tables
    .map(({ name }) => String(name))
    .filter((name) => firstOfKey.get(name)?.["name"] !== "pool_id");
  expect(others.toSorted()).toEqual(["access_keys", "instance", "migrations"]);
});

it("knows every table that goes when its pool goes", async () => {
  const { database, raw } = open();
  await migrate(database);
  const tables = raw
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map(({ name }) => String(name));
  const kept = tables.filter((name) => !new Set<string>(poolTables).has(name));
  expect(kept.toSorted()).toEqual(["access_keys", "instance", "migrations", "pools"]);
});
