/** What a copy holds, both ways: every table, every kind of value, and nothing that PostgreSQL has no place for. */
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { findPostgres } from "../../../test/postgres/databases.ts";
import { temporaryFolder } from "../../../test/sql/temporary-folder.ts";
import { databaseFile } from "../data-folder.ts";
import { exportPostgres } from "../keep/export-postgres.ts";
import { migrate, newestSchema } from "../migrate.ts";
import { openPostgres } from "../postgres.ts";
import { openConnection, openSqlite } from "../sqlite.ts";
import { countChanges, dropChangeLog, readChanges, startChangeLog } from "./change-log.ts";
import { CopyDiffers, requireSameTable } from "./compare.ts";
import { digestTable, pagesOf } from "./digest.ts";
import { type MoveOptions, moveToPostgres } from "./move.ts";
import { openTarget, prepareTarget, whileClosed } from "./move-target.ts";
import { AnotherMove } from "./one-move.ts";
import { openPostgresRows } from "./postgres-rows.ts";
import { sqliteRows } from "./sqlite-rows.ts";
import { type CopiedTable, keyOf, listTables, type Row } from "./tables.ts";

const postgres = await findPostgres(18);
const nothing = () => undefined;

async function openFile(): Promise<DatabaseSync> {
  const file = join(temporaryFolder(), "poolhouse.sqlite");
  const database = openSqlite(file);
  await migrate(database).finally(() => database.close());
  const db = openConnection(file, { cacheMiB: 8, busyMs: 0 });
  onTestFinished(() => db.close());
  return db;
}

/** Texts of every script, quotes and backslashes included; numbers as large as a number can be. */
function rowsFor(table: CopiedTable, count: number): readonly Row[] {
  const text = fc
    .string({ unit: "binary", minLength: 3, maxLength: 20 })
    .map((each) => each.replaceAll("\0", "␀"));
  const cell = ({ type }: CopiedTable["columns"][number]) => (type === "text" ? text : fc.maxSafeInteger());
  const row = fc.tuple(...table.columns.map(cell));
  const unique = fc.uniqueArray(row, { selector: ([first]) => first, minLength: count, maxLength: count });
  const [rows = []] = fc.sample(unique, { numRuns: 1, seed: 7 });
  return rows;
}

const only = (tables: readonly CopiedTable[], name: string): CopiedTable => {
  const found = tables.find((table) => table.name === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
};

it("finds every table but the record of migrations, with its key", async () => {
  const tables = listTables(await openFile());
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["users", "groups", "families", "instance"]),
  );
  expect(tables.map(({ name }) => name)).not.toContain("migrations");
  expect(only(tables, "group_members").key.map(({ name }) => name)).toEqual(["pool_id", "sub", "group_name"]);
});

it("notes the key of whatever is inserted, changed, moved to another key or deleted, and nothing after it is dropped", async () => {
  const db = await openFile();
  const tables = listTables(db);
  startChangeLog(db, tables);
  startChangeLog(db, tables);
  db.exec(`insert into single_use values ('p', 'a"b', 1), ('p', 'b', 1), ('q', 'c', 1)`);
  const { until } = readChanges(db, 0, 10);
  db.exec("update single_use set id = 'moved' where id = 'b'; delete from single_use where pool_id = 'q'");
  db.exec("insert into single_use values ('p', 'moved', 9) on conflict do nothing");
  const keys = readChanges(db, until, 10).keys.get("single_use");
  expect(keys).toEqual([
    ["p", "b"],
    ["p", "moved"],
    ["q", "c"],
  ]);
  expect(countChanges(db, 0)).toBe(6);
  dropChangeLog(db);
  db.exec("delete from single_use");
  expect(listTables(db)).toEqual(tables);
});

describe.skipIf(postgres === undefined)("with PostgreSQL", () => {
  async function openBoth() {
    const created = await (postgres as NonNullable<typeof postgres>).create();
    onTestFinished(() => created.drop());
    const database = openPostgres(created.server);
    await migrate(database).finally(() => database.close());
    const there = await openPostgresRows(created.server);
    onTestFinished(() => there.close());
    const db = await openFile();
    return { server: created.server, db, here: sqliteRows(db), there, tables: listTables(db) };
  }

  it("gives the same digest on both sides for the same rows, byte for byte, there and back", async () => {
    const { server, db, here, there, tables } = await openBoth();
    for (const table of tables) {
      db.exec("BEGIN");
      await here.insert(table, rowsFor(table, table.name === "events" ? 1500 : 30));
      db.exec("COMMIT");
      for await (const page of pagesOf(here, table)) await there.insert(table, page);
      await requireSameTable(table, here, there, nothing);
      expect((await digestTable(there, table)).rows).toBeGreaterThanOrEqual(30);
    }
    const file = join(temporaryFolder(), "back.sqlite");
    await exportPostgres(server, file, nothing);
    const back = openConnection(file, { cacheMiB: 8, busyMs: 0 });
    onTestFinished(() => back.close());
    for (const table of tables) await requireSameTable(table, here, sqliteRows(back), nothing);
  }, 60_000);

  it("notices one changed character, and one row more", async () => {
    const { here, there, tables } = await openBoth();
    const table = only(tables, "groups");
    const rows = rowsFor(table, 5);
    await here.insert(table, rows);
    await there.insert(table, rows);
    await requireSameTable(table, here, there, nothing);
    await there.query(`update "groups" set name = name || ' ' where name = $1`, [rows[0]?.[1]]);
    await expect(requireSameTable(table, here, there, nothing)).rejects.toThrow(CopyDiffers);
    await there.delete(table, [keyOf(table, rows[1] ?? [])]);
    await expect(requireSameTable(table, here, there, nothing)).rejects.toThrow("4 rows instead of 5");
  });

  it("takes nothing in any more once servers may start on it", async () => {
    const { server, there, tables } = await openBoth();
    await prepareTarget(there, server, "a move");
    const table = only(tables, "single_use");
    const closed = whileClosed(there, server);
    await closed.transaction(() => closed.insert(table, [["p", "a", 1]]));
    await openTarget(there);
    const late = closed.transaction(() => closed.insert(table, [["p", "b", 1]]));
    await expect(late).rejects.toThrow(AnotherMove);
    expect(await there.page(table, undefined, 9)).toEqual([["p", "a", 1]]);
  });

  it("goes on with a move that an older program has begun", async () => {
    const created = await (postgres as NonNullable<typeof postgres>).create();
    onTestFinished(() => created.drop());
    const dataFolder = temporaryFolder();
    const database = openSqlite(databaseFile(dataFolder));
    await migrate(database).finally(() => database.close());
    const move = (report: MoveOptions["report"]) =>
      moveToPostgres({ dataFolder, server: created.server, verifyCheck: nothing, now: () => 0, report });
    const interrupt = () => {
      throw new Error("interrupted");
    };
    await expect(move(interrupt)).rejects.toThrow("interrupted");
    await created.query("alter table browser_sessions drop column browser");
    await created.query("delete from migrations where number >= 6");
    await move(nothing);
    const [there] = await created.query("select max(number)::int as number from migrations");
    expect(there).toEqual({ number: newestSchema });
  });

  it.each([
    ["U+0000", `insert into single_use values ('p', 'a' || char(0), 1)`, "single_use"],
    ["a text among numbers", `insert into single_use values ('p', 'a', 'secret')`, "single_use"],
  ])("refuses %s by the name of its column, and does not say the value", async (_, statement, name) => {
    const { db, here, there, tables } = await openBoth();
    db.exec(statement);
    const table = only(tables, name);
    const [row = []] = await here.page(table, undefined, 1);
    const failure = await there.insert(table, [row]).catch((error: unknown) => error);
    expect(`${failure}`).toMatch(
      /A value in the column \w+ of the table single_use has no place in PostgreSQL/,
    );
    expect(`${failure}`).not.toContain("secret");
  });
});
