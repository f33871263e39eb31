import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { expect, it, onTestFinished, vi } from "vitest";
import { temporaryFolder } from "../../test/sql/temporary-folder.ts";
import { Unavailable } from "../core/failures.ts";
import { migrate } from "./migrate.ts";
import type { Schema } from "./schema.ts";
import { openSqlite } from "./sqlite.ts";
import { createStatementCache, statementLimit } from "./sqlite-dialect.ts";
import { asUnavailable } from "./unavailable.ts";

async function open() {
  const file = join(temporaryFolder(), "poolhouse.db");
  const database = openSqlite(file);
  onTestFinished(() => database.close());
  await migrate(database);
  return { file, database };
}

const put = (id: string) => async (transaction: Kysely<Schema>) => {
  await transaction.insertInto("single_use").values({ pool_id: "p", id, expires_at: 0 }).execute();
  return id;
};

const ids = async (db: Kysely<Schema>) =>
  (await db.selectFrom("single_use").select("id").orderBy("id").execute()).map(({ id }) => id);

/** A second connection, as another process has it. */
function openOther(file: string): DatabaseSync {
  const other = new DatabaseSync(file, { timeout: 0 });
  onTestFinished(() => other.close());
  return other;
}

/** A group is closed after some milliseconds, which a busy machine may spend between the first two. */
function keepGroupsOpen(): void {
  vi.spyOn(performance, "now").mockReturnValue(1_000_000);
  onTestFinished(() => void vi.restoreAllMocks());
}

it("refuses after the commit of what the refusal rests on, so that whoever is refused finds it", async () => {
  const { database } = await open();
  const first = database.write(put("a"));
  const found = await database.write(put("a")).catch(() => ids(database.reader));
  expect(found).toEqual(["a"]);
  await first;
});

it("undoes a function that throws, alone among those it shares a commit with", async () => {
  const { database } = await open();
  keepGroupsOpen();
  const results = await Promise.allSettled([
    database.write(put("a")),
    database.write(async (transaction) => {
      await put("b")(transaction);
      throw new Error("no");
    }),
    database.write(put("c")),
    database.write(put("a")),
    database.write(put("d")),
  ]);
  expect(results.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(results[1]).toMatchObject({ reason: { message: "no" } });
  expect(await ids(database.reader)).toEqual(["a", "c", "d"]);
});

it("runs writes one after another, in the order they were asked for", async () => {
  const { database } = await open();
  const order: string[] = [];
  const work = (name: string) => async (transaction: Kysely<Schema>) => {
    order.push(`${name} begins`);
    await put(name)(transaction);
    await ids(transaction);
    order.push(`${name} ends`);
  };
  await Promise.all(["a", "b", "c"].map((name) => database.write(work(name))));
  expect(order).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

it("shows nobody what is not committed, and resolves no write of a group before its commit", async () => {
  const { file, database } = await open();
  keepGroupsOpen();
  const other = openOther(file);
  const count = other.prepare("SELECT count(*) AS rows FROM single_use");
  const seen: unknown[] = [];
  let isFirstAcknowledged = false;
  const first = database.write(put("a")).then(() => {
    isFirstAcknowledged = true;
  });
  await database.write(async (transaction) => {
    await put("b")(transaction);
    seen.push(await ids(transaction), await ids(database.reader), count.get(), isFirstAcknowledged);
  });
  await first;
  expect(seen).toEqual([["a", "b"], [], { rows: 0 }, false]);
  expect(count.get()).toEqual({ rows: 2 });
});

it("shares one commit among writes that wait together", async () => {
  const { file, database } = await open();
  keepGroupsOpen();
  // SQLite counts the commits of other connections.
  const version = openOther(file).prepare("PRAGMA data_version");
  const before = Number(version.get()?.["data_version"]);
  await Promise.all(Array.from({ length: 20 }, (_, index) => database.write(put(`${index}`))));
  const shared = Number(version.get()?.["data_version"]) - before;
  expect(shared).toBe(1);
});

it("lets work that began inside a callback join the next group", async () => {
  const { database } = await open();
  const nested = await database.write(async (transaction) => {
    await put("outer")(transaction);
    return { later: database.write(put("inner")) };
  });
  expect(await nested.later).toBe("inner");
  expect(await ids(database.reader)).toEqual(["inner", "outer"]);
});

it("rejects the whole group when SQLite gives the transaction up, and goes on with the next", async () => {
  const { database } = await open();
  keepGroupsOpen();
  const results = await Promise.allSettled([
    database.write(put("a")),
    // What a full disk does by itself.
    database.write((transaction) => sql`rollback`.execute(transaction)),
    database.write(put("c")),
  ]);
  expect(results.slice(0, 2).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(results[0]).toMatchObject({ reason: { message: "The transaction was not committed." } });
  expect(results[2]).toMatchObject({ status: "fulfilled" });
  expect(await ids(database.reader)).toEqual(["c"]);
});

it("does not write outside of a transaction, even through one that is over", async () => {
  const { database } = await open();
  const leaked = await database.write((transaction) => Promise.resolve({ transaction }));
  await expect(put("late")(leaked.transaction)).rejects.toThrow("No transaction is open");
  await expect(put("read")(database.reader)).rejects.toMatchObject({
    cause: { message: "attempt to write a readonly database" },
  });
  expect(await ids(database.reader)).toEqual([]);
});

it("waits for another process that is writing", async () => {
  const { file, database } = await open();
  const other = openOther(file);
  other.exec("BEGIN IMMEDIATE; INSERT INTO single_use VALUES ('p', 'theirs', 0)");
  const ours = database.write(put("ours"));
  // By the next turn of the event loop the write has found the database taken.
  await setImmediate();
  expect(await ids(database.reader)).toEqual([]);
  other.exec("COMMIT");
  await ours;
  expect(await ids(database.reader)).toEqual(["ours", "theirs"]);
});

it("refuses soon, as trouble that passes, what comes after those who waited too long for another process", async () => {
  const { file, database } = await open();
  const other = openOther(file);
  other.exec("BEGIN IMMEDIATE");
  let now = 1_000_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => void vi.restoreAllMocks());
  const refusal = async (id: string) => asUnavailable(await database.write(put(id)).catch((error) => error));

  const first = refusal("first");
  await setImmediate();
  now += 5000;
  expect(await first).toBeInstanceOf(Unavailable);
  now += 1000;
  // Were it patient again, this would not end.
  expect(await refusal("later")).toBeInstanceOf(Unavailable);

  other.exec("COMMIT; BEGIN IMMEDIATE");
  now += 60_000;
  const patient = database.write(put("patient"));
  await setImmediate();
  other.exec("COMMIT");
  await patient;
  expect(await ids(database.reader)).toEqual(["patient"]);
});

it("finishes the writes asked for before it closes, and refuses later ones", async () => {
  const file = join(temporaryFolder(), "poolhouse.db");
  const database = openSqlite(file);
  await migrate(database);
  const pending = database.write(put("a"));
  await database.close();
  await pending;
  await expect(database.write(put("b"))).rejects.toThrow("closed");
  expect(openOther(file).prepare("SELECT id FROM single_use").all()).toEqual([{ id: "a" }]);
});

it("makes commits durable: WAL, with an fsync before each acknowledgement", async () => {
  const { database } = await open();
  const pragma = (transaction: Kysely<Schema>, name: string) =>
    sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(transaction);
  const [journal, synchronous] = await database.write(async (transaction) => [
    await pragma(transaction, "journal_mode"),
    await pragma(transaction, "synchronous"),
  ]);
  expect(journal?.rows).toEqual([{ journal_mode: "wal" }]);
  expect(synchronous?.rows).toEqual([{ synchronous: 2 }]);
});

it.skipIf(process.platform === "win32")("keeps the files from other accounts of the machine", async () => {
  const { file, database } = await open();
  await database.write(put("a"));
  for (const each of [file, `${file}-wal`]) expect(statSync(each).mode & 0o077).toBe(0);
});

it("prepares a statement once, and forgets the one not used for longest", async () => {
  const { file } = await open();
  const prepare = createStatementCache(openOther(file));
  const first = prepare("SELECT 0");
  const second = prepare("SELECT 1");
  expect(prepare("SELECT 0")).toBe(first);
  for (let index = 2; index <= statementLimit; index += 1) prepare(`SELECT ${index}`);
  expect(prepare("SELECT 0")).toBe(first);
  expect(prepare("SELECT 1")).not.toBe(second);
});
