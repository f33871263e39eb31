/** A store that records its changes in the audit log, in the transaction of the change. */
import { type Overlay, overlay } from "../overlay.ts";
import type { Clock, Integrity, Random } from "../ports.ts";
import type { Store } from "../tables.ts";
import type { AuditChange, AuditRecord, Chain, StoredAuditRecord, Trail } from "./audit-record.ts";
import { auditedChanges, type Subject } from "./audited-changes.ts";
import { recordText } from "./mac-texts.ts";

export interface Recorder {
  readonly clock: Clock;
  readonly random: Pick<Random, "orderedUuid">;
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
    async write(work, last) {
      let records: readonly StoredAuditRecord[] = [];
      const recorded: typeof work = async (tables) => {
        const notes: Note[] = [];
        const value = await work(watchTables(tables, notes));
        records = chainsOf(notes).map((chain) => newRecord(recorder, trail, chain, changesOf(notes, chain)));
        return value;
      };
      const result = await store.write(recorded, (tables) =>
        Promise.all([...records.map((record) => tables.audit.insert(record)), last?.(tables)]),
      );
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
  const record = { chain, recordId: random.orderedUuid(at), at, actor, action, requestId, source, changes };
  return { ...record, mac: integrity.mac(recordText(record)) };
}

interface Note {
  readonly chain: Chain;
  readonly change: AuditChange;
}

type Change = (...args: readonly unknown[]) => Promise<unknown>;
type DescribeAny = (...args: readonly unknown[]) => Subject | undefined;
type AnyTable = Readonly<Record<string, Change>>;

// The casts here are one: `auditedChanges` has a row of the same arguments for each method that is wrapped.
const watchTables = overlay<Note[]>(
  Object.fromEntries(
    Object.entries(auditedChanges).flatMap(([name, rows]) => {
      const methods = Object.entries(rows).filter((row): row is [string, DescribeAny] => row[1] !== "never");
      const watch = (table: AnyTable, notes: Note[]) => watchTable(name, table, methods, notes);
      return methods.length === 0 ? [] : [[name, watch]];
    }),
  ) as unknown as Overlay<Note[]>,
);

function watchTable(
  name: string,
  table: AnyTable,
  methods: readonly (readonly [string, DescribeAny])[],
  notes: Note[],
): AnyTable {
  const watched = { ...table };
  for (const [method, describe] of methods) {
    watched[method] = async (...args) => {
      const result = await table[method]?.(...args);
      // Whatever refuses answers false, or the name that is taken.
      const subject = result === undefined || result === true ? describe(...args) : undefined;
      if (subject !== undefined) notes.push(noteOf(`${name}.${method}`, subject));
      return result;
    };
  }
  return watched;
}

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
