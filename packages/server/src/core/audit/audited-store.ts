/** A storage whose changes leave their records in the audit log, in the transaction of the change. */
import type { Clock, Integrity, Random } from "../ports.ts";
import type { Store, Tables } from "../tables.ts";
import type { AuditChange, AuditRecord, Chain, StoredAuditRecord, Trail } from "./audit-record.ts";
import { auditedChanges, type Subject } from "./audited-changes.ts";
import { recordText } from "./mac-texts.ts";

export interface Recorder {
  readonly clock: Clock;
  readonly random: Pick<Random, "uuid">;
  readonly integrity: Integrity;
}

/** `onRecorded` is told of each chain that has a new record, after the commit. */
export function auditedStore(
  store: Store,
  recorder: Recorder,
  trail: Trail,
  onRecorded: (record: AuditRecord) => void,
): Store {
  return {
    read: store.read,
    commitsTogether: store.commitsTogether,
    async write(work) {
      let records: readonly StoredAuditRecord[] = [];
      const result = await store.write(async (tables) => {
        const notes: Note[] = [];
        const value = await work(watchTables(tables, notes));
        records = chainsOf(notes).map((chain) => newRecord(recorder, trail, chain, changesOf(notes, chain)));
        for (const record of records) await tables.audit.insert(record);
        return value;
      });
      for (const record of records) onRecorded(record);
      return result;
    },
  };
}

/** What happened now, and the code that says that it was written like this. */
export function newRecord(
  { clock, random, integrity }: Recorder,
  { actor, action, requestId, source }: Trail,
  chain: Chain,
  changes: readonly AuditChange[],
): StoredAuditRecord {
  const at = clock.now();
  const record = { chain, recordId: random.uuid(), at, actor, action, requestId, source, changes };
  return { ...record, mac: integrity.mac(recordText(record)) };
}

interface Note {
  readonly chain: Chain;
  readonly change: AuditChange;
}

// The casts of this function are one: `auditedChanges` has a row of the same arguments for each method that it wraps.
function watchTables(tables: Tables, notes: Note[]): Tables {
  const watched: Record<string, object> = { ...tables };
  for (const { name, methods } of audited) {
    const table = tables[name] as unknown as Readonly<Record<string, Change>>;
    const own: Record<string, Change> = { ...table };
    for (const [method, describe] of methods) {
      own[method] = async (...args) => {
        const result = await table[method]?.(...args);
        // Whatever refuses answers false, or the name that is taken.
        const subject = result === undefined || result === true ? describe(...args) : undefined;
        if (subject !== undefined) notes.push(noteOf(`${name}.${method}`, subject));
        return result;
      };
    }
    watched[name] = own;
  }
  return watched as unknown as Tables;
}

type Change = (...args: readonly unknown[]) => Promise<unknown>;
type DescribeAny = (...args: readonly unknown[]) => Subject | undefined;

const audited = Object.entries(auditedChanges).flatMap(([name, rows]) => {
  const methods = Object.entries(rows).filter((row): row is [string, DescribeAny] => row[1] !== "never");
  return methods.length === 0 ? [] : [{ name: name as keyof typeof auditedChanges, methods }];
});

function noteOf(what: string, { chain, ...subject }: Subject): Note {
  return { chain, change: { what, ...subject } };
}

function chainsOf(notes: readonly Note[]): readonly Chain[] {
  return [...new Set(notes.map(({ chain }) => chain))];
}

/** Said once, however often it was done. */
function changesOf(notes: readonly Note[], chain: Chain): readonly AuditChange[] {
  const changes = new Map<string, AuditChange>();
  for (const { change, chain: of } of notes) {
    if (of === chain) changes.set(`${change.what} ${change.on} ${change.outcome}`, change);
  }
  return [...changes.values()];
}
