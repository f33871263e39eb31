import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { inspect } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPostgres, type TestDatabase } from "../../../server/test/postgres/databases.ts";
import type { SessionStore } from "../session/store.ts";
import { postgresSchema } from "./postgres-schema.ts";
import { postgresStatements } from "./postgres-statements.ts";
import { postgresStore } from "./postgres-store.ts";
import { tableNamesInSchema } from "./table-names.ts";
import { contend } from "./testing/contention.ts";
import { describeStore } from "./testing/store-conformance.ts";

let database: TestDatabase;
let pool: pg.Pool;
let store: SessionStore;

beforeAll(async () => {
  const postgres = await findPostgres(18);
  if (postgres === undefined) throw new Error("PostgreSQL cannot run here.");
  database = await postgres.create();
  pool = new pg.Pool({ connectionString: database.url, max: 20 });
  // When the server stops, connections that are just being closed tell of it.
  pool.on("error", () => {});
  store = postgresStore(pool);
}, 120_000);

afterAll(async () => {
  await pool.end();
  await database.drop();
});

// The database has this machine's clock, which nobody can move.
describeStore("the PostgreSQL store", () => ({ store, now: Date.now, pass: wait }));

const inAnHour = () => Date.now() + 3_600_000;

test("many processes may begin at once: the tables are made by one, and all can use them", async () => {
  await pool.query("create schema crowd");
  const stores = Array.from({ length: 20 }, () => postgresStore(pool, { table: "crowd.sessions" }));
  await Promise.all(
    stores.map((each, index) => each.insert(`${index}`, { value: "sealed", expiresAt: inAnHour() })),
  );
  const { rows } = await pool.query("select count(*)::integer as count from crowd.sessions");
  expect(rows).toEqual([{ count: 20 }]);
});

test("a role that may not create is told what to run, and works once that was run", async () => {
  await pool.query("create role app login password 'password'");
  await pool.query("create schema auth; grant usage on schema auth to app");
  const appPool = new pg.Pool({ connectionString: database.url.replace("//postgres@", "//app@") });
  try {
    const limited = postgresStore(appPool, { table: "auth.sessions" });
    await expect(limited.read("id")).rejects.toMatchObject({
      code: "store_unavailable",
      message: expect.stringContaining(
        'there is no table "auth"."sessions", and this role may not create it',
      ),
    });
    await pool.query(postgresSchema({ table: "auth.sessions" }));
    await pool.query(postgresSchema({ table: "auth.sessions" }));
    await pool.query("grant select, insert, update, delete on all tables in schema auth to app");
    expect(await limited.insert("id", { value: "sealed", expiresAt: inAnHour() })).toBe(true);
    expect(await limited.acquireLease("id", "owner", 1_000)).toBe(true);
  } finally {
    await appPool.end();
    // Databases go with their tests, roles do not.
    await pool.query("drop owned by app; drop role app");
  }
});

test("a table that somebody drops fails one operation and is made again by the next", async () => {
  const other = postgresStore(pool, { table: "dropped" });
  await other.insert("id", { value: "sealed", expiresAt: inAnHour() });
  await pool.query("drop table dropped");
  await expect(other.read("id")).rejects.toMatchObject({
    code: "store_unavailable",
    message: 'the session store did not answer: PostgreSQL: relation "dropped" does not exist',
  });
  expect(await other.read("id")).toBeUndefined();
});

test("a database that is not there is store_unavailable, and names no password", async () => {
  const lost = new pg.Pool({ connectionString: "postgres://app:s3cret@127.0.0.1:9/app" });
  const failure = await postgresStore(lost)
    .read("id")
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: "store_unavailable",
    message: expect.stringContaining("ECONNREFUSED"),
  });
  expect(inspect(failure, { depth: 9 })).not.toContain("s3cret");
  await lost.end();
});

test("clearing what has expired uses the index", async () => {
  const client = await pool.connect();
  try {
    await client.query("set enable_seqscan = off");
    const { prune } = postgresStatements(tableNamesInSchema("poolhouse_sessions"));
    const { rows } = await client.query(`explain ${prune}`, [10]);
    expect(JSON.stringify(rows)).toContain("poolhouse_sessions_expires_at");
  } finally {
    client.release(true);
  }
});

test("the table does not grow with what has expired, though nobody prunes", async () => {
  const crowded = postgresStore(pool, { table: "crowded" });
  for (let index = 0; index < 450; index += 1) {
    await crowded.insert(`${index}`, { value: "sealed", expiresAt: Date.now() });
  }
  expect(await crowded.prune()).toBeLessThan(250);
});

test("pruning says how many entries it has cleared, and clears leases too", async () => {
  const other = postgresStore(pool, { table: "counted" });
  for (const id of ["one", "two", "three"]) {
    await other.insert(id, { value: "sealed", expiresAt: Date.now() - 1 });
    await other.acquireLease(id, "owner", 0);
  }
  await other.insert("alive", { value: "sealed", expiresAt: inAnHour() });
  expect(await other.prune()).toBe(3);
  const { rows } = await pool.query("select count(*)::integer as leases from counted_leases");
  expect(rows).toEqual([{ leases: 0 }]);
});

test.each(["", "a b", 'a"b', "a.b.c", ".a", "a."])("%j is no table name", (table) => {
  expect(() => postgresStore(pool, { table })).toThrow("table is a name of at most 52 letters");
});

test("BF-10: of three processes that share a database, one at a time has the lease, and no update is lost", async () => {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-contention-"));
  try {
    const outcome = await contend("postgres", database.url, folder);
    expect(outcome).toEqual({ leased: 90, swapped: 90, violations: 0 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
