/** The texts that the audit log's MACs are computed over. Each names its kind and version, so that none can stand for another. */
import type { AuditHead, AuditRecord, AuditSegment } from "./audit-record.ts";

export function recordText(record: AuditRecord): string {
  const { chain, recordId, at, actor, action, requestId, source, changes } = record;
  const who = [actor.kind, actor.id, source ?? null];
  return JSON.stringify(["record/1", chain, recordId, at, who, action, requestId ?? null, changes]);
}

/** `previous` is the MAC of the segment before; empty for the first. */
export function segmentText(segment: Omit<AuditSegment, "mac">, previous: string): string {
  const { chain, number, records, sealedAt } = segment;
  const links = records.map(({ recordId, mac }) => [recordId, mac]);
  return JSON.stringify(["segment/1", chain, number, previous, sealedAt, links]);
}

export function headText({ chain, last, pruned, prunedBefore }: Omit<AuditHead, "mac">): string {
  return JSON.stringify(["head/1", chain, last.number, last.mac, pruned.number, pruned.mac, prunedBefore]);
}
