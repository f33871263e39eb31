/** The audit log as rows. Records and segments are only added; the database itself refuses anything else (migration 3). */
import type { Kysely, Selectable } from "kysely";
import {
  type AuditChange,
  type AuditHead,
  type AuditSegment,
  type AuditTable,
  type Chain,
  chainOf,
  type StoredAuditRecord,
} from "../core/audit/audit-record.ts";
import { uuidTime } from "../core/ids.ts";
import type { PageRequest } from "../core/page.ts";
import { evened } from "./evened.ts";
import { followKeys } from "./follow-keys.ts";
import { prepared, preparedRow } from "./prepared.ts";
import type { Schema } from "./schema.ts";

export function auditTable(db: Kysely<Schema>): AuditTable {
  return {
    async findHead(chain) {
      const row = await db
        .selectFrom("audit_heads")
        .selectAll()
        .where("pool_id", "=", chain)
        .executeTakeFirst();
      return row && toHead(row);
    },
    async listHeads({ limit, after }) {
      const heads = db.selectFrom("audit_heads").selectAll().orderBy("pool_id").limit(limit);
      const rows = await (after === undefined ? heads : heads.where("pool_id", ">", after)).execute();
      return rows.map(toHead);
    },
    findNextChain: (after) => findNextChain(db, after),
    listRecords: (chain, since, page) => listRecords(db, chain, since, page),
    listRecordsById: async (chain, ids) => (ids.length === 0 ? [] : recordsById(db, chain, ids)),
    listWaiting: (chain, limit) =>
      followKeys(
        { limit },
        (page) => waitingIds(db, chain, page),
        (ids) => recordsById(db, chain, ids),
      ),
    async listWaitingChains() {
      const rows = await db.selectFrom("audit_waiting").select("pool_id").groupBy("pool_id").execute();
      return rows.map(({ pool_id }) => chainOf(pool_id));
    },
    async listSegments(chain, after, limit) {
      const rows = await db
        .selectFrom("audit_segments")
        .selectAll()
        .where("pool_id", "=", chain)
        .where("number", ">", after)
        .orderBy("number")
        .limit(limit)
        .execute();
      return rows.map(toSegment);
    },
    countRecords: (chain) => count(db, "audit_records", chain),
    countWaiting: (chain) => count(db, "audit_waiting", chain),
    insert: (record) => insert(db, record),
    append: (segment, head) => append(db, segment, head),
    prune: (segments, head) => prune(db, segments, head),
  };
}

/** One step in the index of each: to list them all would read every record. */
async function findNextChain(db: Kysely<Schema>, after: Chain): Promise<Chain | undefined> {
  const tables = ["audit_records", "audit_segments"] as const;
  const found = tables.map((table) =>
    db
      .selectFrom(table)
      .select("pool_id")
      .where("pool_id", ">", after)
      .orderBy("pool_id")
      .limit(1)
      .executeTakeFirst(),
  );
  const chains = (await Promise.all(found)).flatMap((row) => (row === undefined ? [] : [row.pool_id]));
  const [next] = chains.toSorted();
  return next === undefined ? undefined : chainOf(next);
}

async function listRecords(
  db: Kysely<Schema>,
  chain: Chain,
  since: number | undefined,
  { limit, after }: PageRequest,
): Promise<readonly StoredAuditRecord[]> {
  const all = db
    .selectFrom("audit_records")
    .selectAll()
    .where("pool_id", "=", chain)
    .orderBy("record_id")
    .limit(limit);
  const records = since === undefined ? all : all.where("record_id", ">=", uuidTime(since));
  const rows = await (after === undefined ? records : records.where("record_id", ">", after)).execute();
  return rows.map(toRecord);
}

async function recordsById(
  db: Kysely<Schema>,
  chain: Chain,
  ids: readonly string[],
): Promise<readonly StoredAuditRecord[]> {
  const rows = await db
    .selectFrom("audit_records")
    .selectAll()
    .where("pool_id", "=", chain)
    .where("record_id", "in", evened(ids))
    .orderBy("record_id")
    .execute();
  return rows.map(toRecord);
}

async function waitingIds(
  db: Kysely<Schema>,
  chain: Chain,
  { limit, after }: PageRequest,
): Promise<readonly string[]> {
  const all = db
    .selectFrom("audit_waiting")
    .select("record_id")
    .where("pool_id", "=", chain)
    .orderBy("record_id")
    .limit(limit);
  const rows = await (after === undefined ? all : all.where("record_id", ">", after)).execute();
  return rows.map(({ record_id }) => record_id);
}

async function count(
  db: Kysely<Schema>,
  table: "audit_records" | "audit_waiting",
  chain: Chain,
): Promise<number> {
  const { total } = await db
    .selectFrom(table)
    .select((select) => select.fn.countAll<number>().as("total"))
    .where("pool_id", "=", chain)
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** Neither waits for the other's answer: on PostgreSQL they travel together. */
async function insert(db: Kysely<Schema>, record: StoredAuditRecord): Promise<void> {
  await Promise.all([insertRecord(db, fromRecord(record)), insertWaiting(db, record.chain, record.recordId)]);
}

/** On the way of every sign-in. */
const insertRecord = preparedRow((db, record: Schema["audit_records"]) =>
  db.insertInto("audit_records").values(record),
);
const insertWaiting = prepared((db, pool_id: string, record_id: string) =>
  db.insertInto("audit_waiting").values({ pool_id, record_id }),
);

/**
 * The head goes first: whoever links at the same time waits for its row, and is then told to begin again (40001). On the segment's number
 * they would meet as duplicates, which three nodes can be more often than those are tried.
 */
async function append(db: Kysely<Schema>, segment: AuditSegment, head: AuditHead): Promise<void> {
  const { chain: pool_id, number, records, sealedAt: sealed_at, mac } = segment;
  const links = JSON.stringify(records.map((record) => [record.recordId, record.mac]));
  await putHead(db, head);
  await db.insertInto("audit_segments").values({ pool_id, number, links, sealed_at, mac }).execute();
  if (records.length === 0) return;
  await db
    .deleteFrom("audit_waiting")
    .where("pool_id", "=", pool_id)
    .where("record_id", "in", evened(records.map(({ recordId }) => recordId)))
    .execute();
}

/** The head goes first: it is what lets the others be removed. */
async function prune(db: Kysely<Schema>, segments: readonly AuditSegment[], head: AuditHead): Promise<void> {
  await putHead(db, head);
  for (const { chain, number, records } of segments) {
    const ids = records.map(({ recordId }) => recordId);
    if (ids.length > 0) {
      await db
        .deleteFrom("audit_records")
        .where("pool_id", "=", chain)
        .where("record_id", "in", evened(ids))
        .execute();
    }
    await db.deleteFrom("audit_segments").where("pool_id", "=", chain).where("number", "=", number).execute();
  }
}

async function putHead(db: Kysely<Schema>, head: AuditHead): Promise<void> {
  const { pool_id, ...columns } = fromHead(head);
  await db
    .insertInto("audit_heads")
    .values({ pool_id, ...columns })
    .onConflict((conflict) => conflict.column("pool_id").doUpdateSet(columns))
    .execute();
}

function fromRecord(record: StoredAuditRecord): Schema["audit_records"] {
  return {
    pool_id: record.chain,
    record_id: record.recordId,
    at: record.at,
    actor_kind: record.actor.kind,
    actor_id: record.actor.id,
    source: record.source ?? null,
    action: record.action,
    request_id: record.requestId ?? null,
    changes: JSON.stringify(record.changes),
    mac: record.mac,
  };
}

function toRecord(row: Selectable<Schema["audit_records"]>): StoredAuditRecord {
  return {
    chain: chainOf(row.pool_id),
    recordId: row.record_id,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id },
    source: row.source ?? undefined,
    action: row.action,
    requestId: row.request_id ?? undefined,
    changes: parsed<AuditChange>(row.changes),
    mac: row.mac,
  };
}

function toSegment(row: Selectable<Schema["audit_segments"]>): AuditSegment {
  const links = parsed<readonly [recordId: string, mac: string]>(row.links);
  return {
    chain: chainOf(row.pool_id),
    number: row.number,
    records: links.map(([recordId, mac]) => ({ recordId, mac })),
    sealedAt: row.sealed_at,
    mac: row.mac,
  };
}

/**
 * A list as this file wrote it; what somebody else wrote in its place does not verify. Empty where somebody has made it unreadable: then its
 * MAC is wrong, and that is reported.
 */
function parsed<Item>(text: string): readonly Item[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function fromHead({ chain, last, pruned, prunedBefore, mac }: AuditHead): Schema["audit_heads"] {
  return {
    pool_id: chain,
    last_number: last.number,
    last_mac: last.mac,
    pruned_number: pruned.number,
    pruned_mac: pruned.mac,
    pruned_before: prunedBefore,
    mac,
  };
}

function toHead(row: Selectable<Schema["audit_heads"]>): AuditHead {
  return {
    chain: chainOf(row.pool_id),
    last: { number: row.last_number, mac: row.last_mac },
    pruned: { number: row.pruned_number, mac: row.pruned_mac },
    prunedBefore: row.pruned_before,
    mac: row.mac,
  };
}
