import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { sqliteStore } from "./sqlite-store.ts";
import { contend } from "./testing/contention.ts";
import { describeStore } from "./testing/store-conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "poolhouse-sessions-"));
afterAll(() => rmSync(folder, { recursive: true }));

let time = Date.UTC(2030, 0, 1);
const now = () => time;

const database = new DatabaseSync(join(folder, "sessions.db"));
const store = sqliteStore(database, { now });

describeStore("the SQLite store", () => ({
  store,
  now,
  pass: async (milliseconds) => {
    time += milliseconds;
  },
}));

test("a file of one's own table name keeps what a first connection wrote for a second", async () => {
  const file = join(folder, "named.db");
  const first = sqliteStore(new DatabaseSync(file), { table: "my_sessions" });
  await first.insert("id", { value: "sealed", expiresAt: Date.now() + 60_000 });
  const second = sqliteStore(new DatabaseSync(file), { table: "my_sessions" });
  expect(await second.read("id")).toMatchObject({ value: "sealed" });
});

test("a file is switched to write-ahead logging", async () => {
  await store.prune();
  expect(database.prepare("pragma journal_mode").get()).toEqual({ journal_mode: "wal" });
});

test("it works with integers as bigints", async () => {
  const bigints = {
    exec: (sql: string) => database.exec(sql),
    prepare: (sql: string) => {
      const statement = database.prepare(sql);
      statement.setReadBigInts(true);
      return statement;
    },
  };
  const other = sqliteStore(bigints, { table: "bigints", now });
  await other.insert("id", { value: "sealed", expiresAt: time + 60_000 });
  expect(await other.read("id")).toEqual({ value: "sealed", version: 1, expiresAt: time + 60_000 });
  expect(await other.replace("id", 1, "next", time + 60_000)).toBe(true);
});

test("the table does not grow with what has expired, though nobody prunes", async () => {
  const crowded = sqliteStore(new DatabaseSync(":memory:"), { now });
  for (let index = 0; index < 1_000; index += 1) {
    await crowded.insert(`${index}`, { value: "sealed", expiresAt: time + 100 });
    time += 1;
  }
  expect(await crowded.prune()).toBeLessThan(300);
});

test("pruning clears more than one batch", async () => {
  const crowded = sqliteStore(new DatabaseSync(":memory:"), { now });
  for (let index = 0; index < 1_150; index += 1) {
    await crowded.insert(`${index}`, { value: "sealed", expiresAt: time + 100 });
  }
  time += 101;
  expect(await crowded.prune()).toBe(1_150);
});

test("a database that cannot be used is store_unavailable, in SQLite's words", async () => {
  const closed = new DatabaseSync(join(folder, "closed.db"));
  closed.close();
  await expect(sqliteStore(closed).read("id")).rejects.toMatchObject({
    code: "store_unavailable",
    message: "the session store did not answer: SQLite: database is not open",
  });
  const readOnly = new DatabaseSync(join(folder, "sessions.db"), { readOnly: true });
  await expect(sqliteStore(readOnly, { table: "other" }).read("id")).rejects.toMatchObject({
    code: "store_unavailable",
    message: "the session store did not answer: SQLite: attempt to write a readonly database",
  });
});

test("a table that somebody drops fails one operation and is made again by the next", async () => {
  const dropping = new DatabaseSync(":memory:");
  const other = sqliteStore(dropping);
  await other.insert("id", { value: "sealed", expiresAt: Date.now() + 60_000 });
  dropping.exec("drop table poolhouse_sessions");
  await expect(other.read("id")).rejects.toMatchObject({ code: "store_unavailable" });
  expect(await other.read("id")).toBeUndefined();
});

test.each(["", "a b", "a;b", 'a"b', "main.a", "1a", "x".repeat(53)])("%j is no table name", (table) => {
  expect(() => sqliteStore(database, { table })).toThrow("table is a name of at most 52 letters");
});

test("BF-10: of three processes that share a file, one at a time has the lease, and no update is lost", async () => {
  const file = join(folder, "contended.db");
  expect(await contend("sqlite", file, folder)).toEqual({ leased: 90, swapped: 90, violations: 0 });
}, 120_000);
