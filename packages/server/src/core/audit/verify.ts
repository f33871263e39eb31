/** Reads a chain from its beginning, or from where it was pruned, and reports whatever is not as it was written. */
import { everyRow, type PageRequest } from "../page.ts";
import type { Integrity } from "../ports.ts";
import type { Store } from "../tables.ts";
import {
  type AuditHead,
  type AuditSegment,
  type Chain,
  type Checkpoint,
  chainOf,
  houseChain,
  type StoredAuditRecord,
} from "./audit-record.ts";
import { headText, recordText, segmentText } from "./mac-texts.ts";

export interface Verifier {
  readonly integrity: Integrity;
  readonly store: Store;
}

export interface ChainReport {
  readonly chain: Chain;
  /** Records in segments; those that wait for one are not among them. */
  readonly records: number;
  readonly waiting: number;
  /** Keep it elsewhere: later the chain must still contain it. */
  readonly last: Checkpoint | undefined;
  /** One sentence each; none says that everything is as it was written. */
  readonly findings: readonly string[];
}

/**
 * Every chain of the house, every pool that should have one, and whatever else is there without an end. `kept`: ends of chains as an
 * earlier report said them.
 */
export async function* verifyAudit(
  verifier: Verifier,
  kept: ReadonlyMap<string, Checkpoint> = new Map(),
): AsyncGenerator<ChainReport> {
  for (const chain of await listChains(verifier.store, kept.keys().map(chainOf)))
    yield verifyChain(verifier, chain, kept.get(chain));
}

/** Of every end there is, every pool, whatever has no end, and `more`. */
export async function listChains(store: Store, more: Iterable<Chain> = []): Promise<ReadonlySet<Chain>> {
  const chains = new Set<Chain>([houseChain, ...more]);
  const { audit, pools } = store.read;
  const listHeads = (page: PageRequest) => audit.listHeads(page);
  for await (const { chain } of everyRow(listHeads, (head) => head.chain)) chains.add(chain);
  const listPools = (page: PageRequest) => pools.list(undefined, page);
  for await (const { poolId } of everyRow(listPools, (pool) => pool.poolId)) chains.add(poolId);
  for (let next = await audit.findNextChain(houseChain); next !== undefined; ) {
    chains.add(next);
    next = await audit.findNextChain(next);
  }
  return chains;
}

export async function verifyChain(
  { integrity, store }: Verifier,
  chain: Chain,
  kept?: Checkpoint,
): Promise<ChainReport> {
  const { head, all, waiting, gone } = await countRecords(store, chain);
  const missing = gone > 0 ? [`${gone} of the records that wait for their segment are missing`] : [];
  if (head === undefined) {
    const isNew = kept === undefined && all === waiting && all > 0;
    const endless =
      "its end is missing: the chain was removed, or this database never had a server that makes one";
    const findings = isNew ? await recordFindings(integrity, store, chain) : [endless];
    return { chain, records: 0, waiting, last: undefined, findings: [...missing, ...findings] };
  }
  const walk = await walkSegments({ integrity, store }, head, kept);
  const findings = [
    ...headFindings(integrity, head),
    ...missing,
    ...walk.findings,
    ...countFindings(all - (waiting - gone) - walk.found),
    ...(await recordFindings(integrity, store, chain)),
  ];
  return { chain, records: walk.records, waiting, last: head.last, findings };
}

/** As of one moment, or records that are being linked would be counted twice or not at all. */
async function countRecords(store: Store, chain: Chain) {
  return store.write(async ({ audit }) => {
    const head = await audit.findHead(chain);
    const all = await audit.countRecords(chain);
    const waiting = await audit.countWaiting(chain);
    const { length: there } = await audit.listWaiting(chain, mostWaitingRead);
    // Counted as waiting, and not there: whoever adds a record could let a name wait to make the counts agree.
    return { head, all, waiting, gone: Math.min(waiting, mostWaitingRead) - there };
  });
}

interface Walk {
  /** Named by the segments. */
  readonly records: number;
  /** How many of those are there. */
  readonly found: number;
  readonly findings: readonly string[];
}

/** From where the chain was pruned to its end. */
async function walkSegments(
  { integrity, store }: Verifier,
  head: AuditHead,
  kept: Checkpoint | undefined,
): Promise<Walk> {
  const findings: string[] = [];
  let records = 0;
  let found = 0;
  let previous = head.pruned;
  for await (const segment of segmentsOf(store, head)) {
    findings.push(...linkFindings(integrity, segment, previous));
    const checked = await checkLinks(store, segment);
    findings.push(...checked.findings);
    found += checked.found;
    if (segment.number === kept?.number && segment.mac !== kept.mac)
      findings.push(keptDiffers(segment.number));
    records += segment.records.length;
    previous = segment;
  }
  if (previous.number !== head.last.number || previous.mac !== head.last.mac) {
    findings.push(`it ends with segment ${previous.number}, and ended with ${head.last.number} before`);
  }
  if (kept !== undefined && kept.number > head.last.number) findings.push(keptDiffers(kept.number));
  return { records, found, findings };
}

function countFindings(unlinked: number): string[] {
  if (unlinked > 0) return [`${unlinked} of its records are in no segment and do not wait for one`];
  return unlinked < 0 ? [`${-unlinked} of its records are linked more than once`] : [];
}

function headFindings(integrity: Integrity, head: AuditHead): string[] {
  const checked = integrity.check(headText(head), head.mac);
  if (checked === "keyGone") return [keyGone("its end")];
  if (checked === "right" && integrity.isRetired(head.mac)) return [endOfRetired];
  return checked === "right" ? [] : ["what is said about its end was altered"];
}

/** The order of the segments, and of the records in each. */
function linkFindings(integrity: Integrity, segment: AuditSegment, previous: Checkpoint): string[] {
  const { number, mac } = segment;
  const missing =
    number === previous.number + 1
      ? []
      : [`between segment ${previous.number} and ${number} some are missing`];
  if (missing.length > 0) return missing;
  const checked = integrity.check(segmentText(segment, previous.mac), mac);
  if (checked === "keyGone") return [keyGone(`segment ${number}`)];
  return checked === "right" ? [] : [`segment ${number} was altered, or the one before it`];
}

async function checkLinks(
  store: Store,
  { chain, number, records }: AuditSegment,
): Promise<{ found: number; findings: string[] }> {
  const ids = records.map(({ recordId }) => recordId);
  const found = new Map<string, StoredAuditRecord>();
  for (const record of await store.read.audit.listRecordsById(chain, ids)) found.set(record.recordId, record);
  const findings = records.flatMap(({ recordId, mac }) => {
    const record = found.get(recordId);
    if (record === undefined) return [`the record ${recordId} of segment ${number} is missing`];
    return record.mac === mac ? [] : [altered(recordId)];
  });
  return { found: found.size, findings };
}

/**
 * Of every record there is, linked or not: whoever adds one without the key can make the counts agree, by letting something else wait, but
 * not write its code.
 */
async function recordFindings(integrity: Integrity, store: Store, chain: Chain): Promise<string[]> {
  const findings: string[] = [];
  const list = (page: PageRequest) => store.read.audit.listRecords(chain, undefined, page);
  for await (const record of everyRow(list, ({ recordId }) => recordId, recordsAtOnce)) {
    findings.push(...ownFindings(integrity, record));
  }
  return findings;
}

function ownFindings(integrity: Integrity, record: StoredAuditRecord): string[] {
  const checked = integrity.check(recordText(record), record.mac);
  if (checked === "keyGone") return [keyGone(`the record ${record.recordId}`)];
  return checked === "right" ? [] : [altered(record.recordId)];
}

function altered(recordId: string): string {
  return `the record ${recordId} was altered`;
}

function keyGone(what: string): string {
  return `${what} cannot be checked: it was written under a master key that is not in the ring any more`;
}

function keptDiffers(number: number): string {
  return `segment ${number} is not the one that was kept`;
}

/** Every chain was ended anew before its key was retired. */
const endOfRetired =
  "its end was written under a master key that is retired: what came after was cut off, or a server still had that key in front";

const segmentsAtOnce = 20;
const recordsAtOnce = 1_000;
const mostWaitingRead = 10_000;

async function* segmentsOf(store: Store, { chain, last, pruned }: AuditHead): AsyncGenerator<AuditSegment> {
  for (let after = pruned.number; after < last.number; ) {
    const some = await store.read.audit.listSegments(chain, after, segmentsAtOnce);
    const known = some.filter(({ number }) => number <= last.number);
    yield* known;
    after = known.at(-1)?.number ?? last.number;
  }
}
