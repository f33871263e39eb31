import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../test/sql/temporary-folder.ts";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { openSqlite } from "./sqlite.ts";

function open() {
  const file = join(temporaryFolder(), "poolhouse.db");
  const database = openSqlite(file);
  const raw = new DatabaseSync(file);
  onTestFinished(() => {
    raw.close();
    return database.close();
  });
  return { database, raw };
}

async function planOfNames({ reader }: Database): Promise<readonly string[]> {
  const names = sql<{ detail: string }>`
    explain query plan select name, kind from sign_in_names where pool_id = 'p' and sub = 's'`;
  return (await names.execute(reader)).rows.map(({ detail }) => detail);
}

const byIndex = ["SEARCH sign_in_names USING INDEX sign_in_names_by_pool_id_sub (pool_id=? AND sub=?)"];

test("a person's names are found by their index, by a connection that was there before the tables were", async () => {
  const { database } = open();
  await sql`select 1`.execute(database.reader);
  await migrate(database);
  await database.reader.selectFrom("sign_in_names").selectAll().execute();
  expect(await planOfNames(database)).toEqual(byIndex);
});

test("a start leaves statistics alone that are there", async () => {
  const { database, raw } = open();
  await migrate(database);
  const version = () => raw.prepare("PRAGMA schema_version").get()?.["schema_version"];
  const before = version();
  await migrate(database);
  expect(version()).toBe(before);
});

test("what ANALYZE counted goes with the next start", async () => {
  const { database, raw } = open();
  await migrate(database);
  const statistics = () => raw.prepare("SELECT * FROM sqlite_stat1 ORDER BY tbl, idx").all();
  const fixed = statistics();
  raw.exec(
    "INSERT INTO sign_in_names (pool_id, name, kind, sub) VALUES ('p', 'ada', 'username', 's'); ANALYZE",
  );
  expect(statistics()).not.toEqual(fixed);
  await migrate(database);
  expect(statistics()).toEqual(fixed);
  await database.reader.selectFrom("sign_in_names").selectAll().execute();
  expect(await planOfNames(database)).toEqual(byIndex);
});
