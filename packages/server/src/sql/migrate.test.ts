import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../test/sql/temporary-folder.ts";
import { noMfa } from "../core/factors/mfa-preference.ts";
import { clientId, familyId, poolId, sub } from "../core/ids.ts";
import { untrackedSessions } from "../core/sessions/pool-sessions.ts";
import { closeForGood, openMoveSource } from "./copy/move-source.ts";
import { DataMoved, requireAtHome } from "./marks.ts";
import { DatabaseIsNewer, migrate } from "./migrate.ts";
import { createFirstTables } from "./migrations/0001-first.ts";
import { poolTables } from "./schema.ts";
import { openSqlite } from "./sqlite.ts";
import { createStore } from "./store.ts";

function open() {
  const file = join(temporaryFolder(), "poolhouse.db");
  const database = openSqlite(file);
  const raw = new DatabaseSync(file);
  onTestFinished(async () => {
    raw.close();
    await database.close();
  });
  return { file, database, raw };
}

it("runs each step once, and records it", async () => {
  const { database, raw } = open();
  await Promise.all([migrate(database), migrate(database)]);
  await migrate(database);
  expect(raw.prepare("SELECT * FROM migrations ORDER BY number").all()).toEqual([
    { number: 0, name: "lock" },
    { number: 1, name: "first" },
    { number: 2, name: "every-way-in" },
    { number: 3, name: "audit" },
    { number: 4, name: "looks" },
    { number: 5, name: "limits-in-time" },
    { number: 6, name: "browsers-by-name" },
    { number: 7, name: "index-what-is-asked-for" },
  ]);
});

it("leaves alone what has moved away, and what an older program has moved says where it went", async () => {
  const { file, database, raw } = open();
  await migrate(database);
  raw.exec("DELETE FROM migrations WHERE number > 6");
  raw.exec("INSERT INTO user_index VALUES ('p', 'custom:of-before', 'value', 'ada')");
  const source = openMoveSource(file);
  closeForGood(source, { id: "move", to: "elsewhere", at: 1 });
  source.close();
  await migrate(database);
  await expect(requireAtHome(database)).rejects.toThrow(DataMoved);
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
  const tables = raw
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all();
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
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => String(name));
  const kept = tables.filter((name) => !new Set<string>(poolTables).has(name));
  expect(kept.toSorted()).toEqual([
    "access_keys",
    "audit_heads",
    "audit_records",
    "audit_segments",
    "audit_waiting",
    "instance",
    "migrations",
    "pools",
  ]);
});

/** A database as the first version left it, with one row of each table that has grown since. */
async function openFirst() {
  const opened = open();
  await opened.database.write(createFirstTables);
  opened.raw.exec(`
    CREATE TABLE migrations (number integer NOT NULL PRIMARY KEY, name text NOT NULL);
    INSERT INTO migrations VALUES (1, 'first');
    INSERT INTO pools VALUES ('eu-west-1_old', '{"Name":"Old"}', '{}', 1, 10, 11);
    INSERT INTO clients VALUES ('eu-west-1_old', 'app', '{}', '{"claimMap":{}}', '[]', 12, 13);
    INSERT INTO users VALUES ('eu-west-1_old', 'ada', 'Ada', 'CONFIRMED', '{}', 'hash', 1, NULL, 14, 15);
    INSERT INTO sign_in_names VALUES ('eu-west-1_old', 'ada', 'username', 'ada');
    INSERT INTO user_index VALUES
      ('eu-west-1_old', 'email', 'ada@example.com', 'ada'),
      ('eu-west-1_old', 'custom:uaid', 'u-1', 'ada'),
      ('eu-west-1_old', 'email_verified', 'true', 'ada');
    INSERT INTO families VALUES
      ('eu-west-1_old', 'ada', 'family', 'app', '["openid"]', NULL, 2, 20, 1, 16, 17, 1000, NULL);
    INSERT INTO browser_sessions VALUES ('eu-west-1_old', 'session', 'ada', 18, 1000);
    INSERT INTO verification_codes VALUES ('eu-west-1_old', 'ada', 'resetPassword', 'code', 1000);
    INSERT INTO messages VALUES
      ('eu-west-1_old', 'unsent', 'EMAIL', 'ada@example.com', 'Code', 'sealed', 21, NULL),
      ('eu-west-1_old', 'sent', 'EMAIL', 'ada@example.com', 'Code', 'sealed', 22, 23);
  `);
  return opened;
}

const old = poolId("eu-west-1_old");
const person = sub("ada");

it("keeps what the first version stored, and fills in what it did not know", async () => {
  const { database } = await openFirst();
  await migrate(database);
  const { read } = createStore(database);
  expect(await read.pools.find(old)).toEqual({
    poolId: old,
    settings: { Name: "Old" },
    mfa: {},
    hasEternalIdTokens: true,
    sessions: untrackedSessions,
    risk: {},
    triggerTargets: [],
    unfinishedAccountDays: 0,
    createdAt: 10,
    modifiedAt: 11,
  });
  expect(await read.clients.findAnywhere(clientId("app"))).toMatchObject({ ssoMinutes: 60, modifiedAt: 13 });
  expect(await read.users.findByName(old, "ada")).toEqual({
    poolId: old,
    sub: person,
    username: "Ada",
    status: "CONFIRMED",
    isEnabled: true,
    attributes: {},
    passwordHash: "hash",
    sealedSrp: undefined,
    passwordHistory: [],
    mfa: noMfa,
    temporaryPasswordExpiresAt: undefined,
    createdAt: 14,
    modifiedAt: 15,
  });
});

it("keeps who was signed in, and their codes", async () => {
  const { database } = await openFirst();
  await migrate(database);
  const store = createStore(database);
  expect(await store.read.families.listLivingOfUser(old, person, 50)).toEqual([
    {
      poolId: old,
      sub: person,
      familyId: familyId("family"),
      clientId: clientId("app"),
      generation: 2,
      rotatedAt: 20,
      scopes: ["openid"],
      isHosted: true,
      authenticatedAt: 16,
      deviceKey: undefined,
      sessionId: undefined,
      originSessionId: undefined,
      lastUsedAt: 17,
      ipAddress: undefined,
      createdAt: 17,
      expiresAt: 1000,
      endedAt: undefined,
      endReason: undefined,
    },
  ]);
  const session = { sessionId: undefined, ipAddress: undefined, authenticatedAt: 18, lastUsedAt: 18 };
  expect(await store.read.browserSessions.find(old, "session", 50)).toMatchObject(session);
  expect(await store.read.verificationCodes.find(old, person, "resetPassword")).toMatchObject({
    sealedAddress: undefined,
    expiresAt: 1000,
  });
});

it("sends nothing that waited before there was anything to send it", async () => {
  const { database } = await openFirst();
  await migrate(database);
  const { read } = createStore(database);
  expect(await read.messages.listNewest(9)).toMatchObject([
    { messageId: "sent", dueAt: 22, attempts: 0, sentAt: 23, failedAt: undefined },
    { messageId: "unsent", dueAt: 21, attempts: 0, sentAt: undefined, failedAt: 21 },
  ]);
  expect(await read.messages.listDue(1_000_000, 9)).toEqual([]);
});

it("keeps of the index of people what a filter may name", async () => {
  const { database, raw } = await openFirst();
  await migrate(database);
  expect(raw.prepare("SELECT attribute, value, sub FROM user_index").all()).toEqual([
    { attribute: "email", value: "ada@example.com", sub: "ada" },
  ]);
});
