/** AC-14 as somebody with the database and without the master key would try it: each way to change the past is found. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { house } from "../../../test/sql/fixtures.ts";
import { temporaryFolder } from "../../../test/sql/temporary-folder.ts";
import { createHandClock } from "../../../test/support/clock.ts";
import { plainTrail } from "../../../test/support/plain.ts";
import { createCrypto } from "../../crypto/create.ts";
import { parseMasterKeyRing } from "../../crypto/master-key.ts";
import { migrate } from "../../sql/migrate.ts";
import { openSqlite } from "../../sql/sqlite.ts";
import { createStore } from "../../sql/store.ts";
import { newRecord } from "./audited-store.ts";
import { AuditNotSound, pruneChain } from "./prune.ts";
import { AuditHeadAltered, sealChain } from "./seal.ts";
import { verifyAudit, verifyChain } from "./verify.ts";

const oldKey = "ab".repeat(32);
const newKey = "cd".repeat(32);

/** A chain of three segments with three, two and one records, and one that waits. */
async function openChain() {
  const file = join(temporaryFolder(), "poolhouse.db");
  const database = openSqlite(file);
  await migrate(database);
  const raw = new DatabaseSync(file);
  onTestFinished(async () => {
    raw.close();
    await database.close();
  });
  const clock = createHandClock();
  const store = createStore(database);
  const worldOf = (keys: string) => ({ ...createCrypto(parseMasterKeyRing(keys, "test")), clock, store });
  const world = worldOf(oldKey);
  let count = 0;
  const write = async (records: number) => {
    for (let index = 0; index < records; index += 1) {
      count += 1;
      clock.advance(1);
      const named = { ...world, random: { orderedUuid: () => `record-${count}` } };
      const record = newRecord(named, plainTrail, house, [{ what: "clients.update", on: `client ${count}` }]);
      await store.write(({ audit }) => audit.insert(record));
    }
  };
  for (const records of [3, 2, 1]) {
    await write(records);
    await sealChain(world, house);
  }
  await write(1);
  /** As whoever owns the database can: without the triggers. */
  const tamper = (statements: string) => {
    for (const table of ["audit_records", "audit_segments"]) {
      raw.exec(`DROP TRIGGER IF EXISTS ${table}_stay; DROP TRIGGER IF EXISTS ${table}_remain`);
    }
    raw.exec(statements);
  };
  return { world, worldOf, raw, clock, tamper, write };
}

const findingsOf = async (
  world: Parameters<typeof verifyChain>[0],
  kept?: Parameters<typeof verifyChain>[2],
) => (await verifyChain(world, house, kept)).findings;

it("AC-14: a chain that nobody touched is as it was written", async () => {
  const { world } = await openChain();
  const report = await verifyChain(world, house);
  expect(report).toMatchObject({ records: 6, waiting: 1, findings: [] });
  expect(report.last?.number).toBe(3);
});

const added =
  "INSERT INTO audit_records SELECT pool_id, 'added', at, actor_kind, actor_id, source, action, request_id, changes, mac FROM audit_records WHERE record_id = 'record-1'";

describe("AC-14: an audit log that somebody changed does not verify", () => {
  it.each([
    [
      "an altered record",
      "UPDATE audit_records SET actor_id = 'else' WHERE record_id = 'record-2'",
      "the record record-2 was altered",
    ],
    [
      "an altered record that still waits",
      "UPDATE audit_records SET at = 1 WHERE record_id = 'record-7'",
      "the record record-7 was altered",
    ],
    [
      "unreadable changes",
      "UPDATE audit_records SET changes = '{' WHERE record_id = 'record-1'",
      "the record record-1 was altered",
    ],
    [
      "a removed record",
      "DELETE FROM audit_records WHERE record_id = 'record-5'",
      "the record record-5 of segment 2 is missing",
    ],
    [
      "a removed record that still waited",
      "DELETE FROM audit_records WHERE record_id = 'record-7'",
      "1 of the records that wait for their segment are missing",
    ],
    [
      "a record that was made to wait no more",
      "DELETE FROM audit_waiting",
      "1 of its records are in no segment and do not wait for one",
    ],
    [
      "an added record that nothing links",
      added,
      "1 of its records are in no segment and do not wait for one",
    ],
    [
      "an added record, and one that waits and is not there",
      `${added}; INSERT INTO audit_waiting VALUES ('${house}', 'nowhere')`,
      "the record added was altered",
    ],
    [
      "an added record, and a linked one that waits again",
      `${added}; INSERT INTO audit_waiting VALUES ('${house}', 'record-1')`,
      "the record added was altered",
    ],
    [
      "an added record with no id",
      `${added.replace("'added'", "''")}; INSERT INTO audit_waiting VALUES ('${house}', 'record-1')`,
      "the record  was altered",
    ],
    [
      "a removed record and its link",
      `UPDATE audit_segments SET links = json_remove(links, '$[0]') WHERE number = 2; DELETE FROM audit_records WHERE record_id = 'record-4'`,
      "segment 2 was altered, or the one before it",
    ],
    [
      "records in another order",
      "UPDATE audit_segments SET links = json_array(json_extract(links, '$[1]'), json_extract(links, '$[0]')) WHERE number = 2",
      "segment 2 was altered, or the one before it",
    ],
    [
      "a removed segment",
      "DELETE FROM audit_segments WHERE number = 2",
      "between segment 1 and 3 some are missing",
    ],
    [
      "segments in another order",
      "UPDATE audit_segments SET number = -2 WHERE number = 2; UPDATE audit_segments SET number = 2 WHERE number = 1; UPDATE audit_segments SET number = 1 WHERE number = -2",
      "segment 1 was altered, or the one before it",
    ],
    [
      "an end cut off",
      "DELETE FROM audit_segments WHERE number = 3; DELETE FROM audit_records WHERE record_id = 'record-6'",
      "it ends with segment 2, and ended with 3 before",
    ],
    [
      "an end cut off, and said to be the end",
      `DELETE FROM audit_segments WHERE number = 3; DELETE FROM audit_records WHERE record_id = 'record-6';
       UPDATE audit_heads SET last_number = 2, last_mac = (SELECT mac FROM audit_segments WHERE number = 2)`,
      "what is said about its end was altered",
    ],
    [
      "a beginning cut off, and said to be pruned",
      `DELETE FROM audit_segments WHERE number = 1; DELETE FROM audit_records WHERE at < 4;
       UPDATE audit_heads SET pruned_number = 1`,
      "what is said about its end was altered",
    ],
    [
      "no end at all",
      "DELETE FROM audit_heads",
      "its end is missing: the chain was removed, or this database never had a server that makes one",
    ],
    [
      "an altered record of a chain that has no end yet",
      `DELETE FROM audit_heads; DELETE FROM audit_segments;
       INSERT OR IGNORE INTO audit_waiting SELECT pool_id, record_id FROM audit_records;
       UPDATE audit_records SET actor_id = 'else' WHERE record_id = 'record-2'`,
      "the record record-2 was altered",
    ],
    [
      "an added record",
      `INSERT INTO audit_records SELECT pool_id, 'record-x', at, actor_kind, actor_id, source, action, request_id, changes, mac FROM audit_records WHERE record_id = 'record-1';
       INSERT INTO audit_waiting SELECT pool_id, 'record-x' FROM audit_heads`,
      "the record record-x was altered",
    ],
  ])("%s", async (_name, statements, finding) => {
    const { world, tamper } = await openChain();
    tamper(statements);
    expect(await findingsOf(world)).toContain(finding);
  });

  it("a whole state of earlier, against an end that was kept elsewhere", async () => {
    const { world, tamper, write } = await openChain();
    tamper("CREATE TABLE head AS SELECT * FROM audit_heads");
    await sealChain(world, house);
    const { last: kept } = await verifyChain(world, house);
    expect(await findingsOf(world, kept)).toEqual([]);
    tamper(`DELETE FROM audit_segments WHERE number = 4; DELETE FROM audit_records WHERE record_id = 'record-7';
      DELETE FROM audit_heads; INSERT INTO audit_heads SELECT * FROM head`);
    expect(await findingsOf(world)).toEqual([]);
    expect(await findingsOf(world, kept)).toEqual(["segment 4 is not the one that was kept"]);
    await write(1);
    await sealChain(world, house);
    expect(await findingsOf(world, kept)).toEqual(["segment 4 is not the one that was kept"]);
  });
});

it("AC-14: what is left of a chain without an end is found, though no pool has it any more", async () => {
  const { world, tamper } = await openChain();
  tamper("DELETE FROM audit_heads");
  const reports = await Array.fromAsync(verifyAudit(world));
  expect(reports.find(({ chain }) => chain === house)?.findings).toEqual([
    "its end is missing: the chain was removed, or this database never had a server that makes one",
  ]);
});

it.each([
  ["altered", ""],
  ["altered and said to be of a master key that nobody has", ", mac = 'ffffffff.' || mac"],
  ["altered and left without a code", ", mac = ''"],
])("AC-14: nothing is linked behind an end that somebody %s", async (_how, alteredCode) => {
  const { world, tamper } = await openChain();
  tamper(`DELETE FROM audit_segments WHERE number = 3;
    UPDATE audit_heads SET last_number = 2, last_mac = (SELECT mac FROM audit_segments WHERE number = 2)${alteredCode}`);
  await expect(sealChain(world, house)).rejects.toThrow(AuditHeadAltered);
});

it("AC-14: the database itself refuses to change or remove a record", async () => {
  const { raw } = await openChain();
  for (const statement of [
    "UPDATE audit_records SET action = 'else'",
    "DELETE FROM audit_records",
    "UPDATE audit_segments SET sealed_at = 1",
    "DELETE FROM audit_segments",
  ]) {
    expect(() => raw.exec(statement)).toThrow("the audit log is append-only");
  }
});

it("AC-14: a chain goes on under a new master key, and says what it cannot check without the old one", async () => {
  const { worldOf, write } = await openChain();
  const rotated = worldOf(`${newKey},${oldKey}`);
  await write(1);
  await sealChain(rotated, house);
  expect(await findingsOf(rotated)).toEqual([]);
  const [first] = await findingsOf(worldOf(newKey));
  expect(first).toContain("cannot be checked: it was written under a master key that is not in the ring");
});

describe("AC-14: pruning", () => {
  it("removes whole segments that are old enough, says so in the log, and leaves a chain that verifies", async () => {
    const { world, clock, raw } = await openChain();
    const before = clock.now() - 1500;
    expect(await pruneChain(world, house, before, plainTrail)).toEqual({ segments: 2, records: 5 });
    expect(await verifyChain(world, house)).toMatchObject({ records: 1, waiting: 2, findings: [] });
    const changes = raw.prepare("SELECT changes FROM audit_records WHERE changes LIKE '%prune%'").all();
    expect(changes).toEqual([{ changes: '[{"what":"audit.prune","on":"segments 1 to 2"}]' }]);
    expect(await pruneChain(world, house, before, plainTrail)).toEqual({ segments: 0, records: 0 });
  });

  it("leaves the evidence where the log is not as it was written", async () => {
    const { world, clock, tamper } = await openChain();
    tamper("DELETE FROM audit_records WHERE record_id = 'record-2'");
    await expect(pruneChain(world, house, clock.now(), plainTrail)).rejects.toThrow(AuditNotSound);
  });
});
