/**
 * Links waiting records into their chain, a batch at a time. This happens a moment after the commit and outside its
 * transaction, because a chain that every sign-in had to append to would let only one sign-in through at a time. Until
 * then a record cannot be altered unnoticed, since its MAC needs the master key; it could only be removed.
 */
import type { Clock, Integrity } from "../ports.ts";
import type { Store, Tables } from "../tables.ts";
import type { AuditHead, Chain } from "./audit-record.ts";
import { headText, segmentText } from "./mac-texts.ts";

export interface Sealer {
  readonly clock: Clock;
  readonly integrity: Integrity;
  readonly store: Pick<Store, "write">;
}

const segmentSize = 250;

/** Nothing is linked behind an end that is not ours: that would hide what was done to it. */
export class AuditHeadAltered extends Error {
  constructor(chain: Chain) {
    super(`The end of the audit log of ${chain === "" ? "the house" : chain} was not written by this house.`);
    this.name = "AuditHeadAltered";
  }
}

/** A chain without any segment gets its first, be it empty: from then on its absence shows. Throws `AuditHeadAltered`. */
export async function sealChain(sealer: Sealer, chain: Chain): Promise<void> {
  let linked: number;
  do linked = await sealer.store.write(({ audit }) => sealSome(sealer, audit, chain));
  while (linked === segmentSize);
}

async function sealSome({ clock, integrity }: Sealer, audit: Tables["audit"], chain: Chain): Promise<number> {
  const found = await audit.findHead(chain);
  if (found !== undefined && !isOurs(integrity, found)) throw new AuditHeadAltered(chain);
  const head = found ?? emptyHead(chain);
  const waiting = await audit.listWaiting(chain, segmentSize);
  if (waiting.length === 0 && head.last.number > 0) return 0;
  const number = head.last.number + 1;
  const records = waiting.map(({ recordId, mac }) => ({ recordId, mac }));
  const segment = { chain, number, records, sealedAt: clock.now() };
  const mac = integrity.mac(segmentText(segment, head.last.mac));
  await audit.append({ ...segment, mac }, signedHead(integrity, { ...head, last: { number, mac } }));
  return waiting.length;
}

/** No code at all is a wrong one. */
function isOurs(integrity: Integrity, head: AuditHead): boolean {
  return integrity.check(headText(head), head.mac) === "right" && !integrity.isRetired(head.mac);
}

export function signedHead(integrity: Integrity, head: AuditHead): AuditHead {
  return { ...head, mac: integrity.mac(headText(head)) };
}

function emptyHead(chain: Chain): AuditHead {
  const none = { number: 0, mac: "" };
  return { chain, last: none, pruned: none, prunedBefore: 0, mac: "" };
}
