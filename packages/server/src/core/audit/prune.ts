/**
 * Retention: whole segments are removed from the beginning of a chain. The head keeps the MAC of the last one removed,
 * from which the rest can still be verified. Nothing is pruned automatically: how long an audit log is kept is for its
 * owner to decide.
 */
import type { Store, Tables } from "../tables.ts";
import type { AuditSegment, Chain, Trail } from "./audit-record.ts";
import { newRecord, type Recorder } from "./audited-store.ts";
import { signedHead } from "./seal.ts";
import { verifyChain } from "./verify.ts";

export interface Pruner extends Recorder {
  readonly store: Store;
}

export interface Pruned {
  readonly segments: number;
  readonly records: number;
}

/** A chain that does not verify: pruning it would remove the evidence. */
export class AuditNotSound extends Error {
  readonly findings: readonly string[];

  constructor(findings: readonly string[]) {
    super("The audit log is not as it was written.");
    this.name = "AuditNotSound";
    this.findings = findings;
  }
}

/** Removes the segments whose records are all older than `before`. Throws `AuditNotSound`. */
export async function pruneChain(
  pruner: Pruner,
  chain: Chain,
  before: number,
  trail: Trail,
): Promise<Pruned> {
  const { findings } = await verifyChain(pruner, chain);
  if (findings.length > 0) throw new AuditNotSound(findings);
  let segments = 0;
  let records = 0;
  for (;;) {
    const some = await pruner.store.write(({ audit }) => pruneSome(pruner, audit, chain, before, trail));
    if (some.length === 0) return { segments, records };
    segments += some.length;
    records += some.reduce((sum, segment) => sum + segment.records.length, 0);
  }
}

const segmentsAtOnce = 10;

async function pruneSome(
  pruner: Pruner,
  audit: Tables["audit"],
  chain: Chain,
  before: number,
  trail: Trail,
): Promise<readonly AuditSegment[]> {
  const head = await audit.findHead(chain);
  if (head === undefined) return [];
  const some = await audit.listSegments(chain, head.pruned.number, segmentsAtOnce);
  const old: AuditSegment[] = [];
  for (const segment of some) {
    // The last stays, so that a chain always has an end to verify.
    if (segment.number === head.last.number || !(await isOlder(audit, segment, before))) break;
    old.push(segment);
  }
  const last = old.at(-1);
  if (last === undefined) return [];
  const pruned = { number: last.number, mac: last.mac };
  const prunedBefore = Math.max(head.prunedBefore, before);
  await audit.prune(old, signedHead(pruner.integrity, { ...head, pruned, prunedBefore }));
  const on = `segments ${head.pruned.number + 1} to ${last.number}`;
  await audit.insert(newRecord(pruner, trail, chain, [{ what: "audit.prune", on }]));
  return old;
}

async function isOlder(audit: Tables["audit"], segment: AuditSegment, before: number): Promise<boolean> {
  const ids = segment.records.map(({ recordId }) => recordId);
  const records = await audit.listRecordsById(segment.chain, ids);
  return segment.sealedAt < before && records.every(({ at }) => at < before);
}
