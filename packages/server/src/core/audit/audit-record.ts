/**
 * The audit log: who changed what, to what, when. A record is written in the transaction of the change itself, so that
 * there is no change without one, and records are only ever added. A moment after the commit they are linked into one
 * chain per pool (`seal.ts`), so that no write waits for another's link. `verify.ts` finds whatever was altered,
 * removed, added or moved since.
 */
import { type PoolId, poolId } from "../ids.ts";
import type { PageRequest } from "../page.ts";

/** Whose records: a pool's, or those of the house, which belong to no pool. */
export type Chain = PoolId | typeof houseChain;
export const houseChain = "";

/** The chain that is stored, or kept, under this text. */
export function chainOf(text: string): Chain {
  return text === houseChain ? houseChain : poolId(text);
}

export interface Actor {
  /** `anonymous` is whoever has proven nothing yet: somebody who signs in. `house` is the program by itself. */
  readonly kind: "accessKey" | "person" | "anonymous" | "commandLine" | "house";
  /** An access key id, a sub, the user of the machine; empty where nobody is known. */
  readonly id: string;
}

/** What stands around a change: of a request, of a command, or of what the house does by itself. */
export interface Trail {
  readonly actor: Actor;
  /** An operation, a route, a command. */
  readonly action: string;
  readonly requestId: string | undefined;
  /** The network address of whoever asked. */
  readonly source: string | undefined;
}

export interface AuditChange {
  /** A row of `audited-changes.ts`, for example `clients.update`. */
  readonly what: string;
  /** On what: `client 4l…`, `person 1b…`. Never an attribute, a name of a person, a code or a token. */
  readonly on: string;
  /** Of an authentication. `Attempt` is written before a secret is looked at: alone, it failed. */
  readonly outcome?: "Attempt" | "Pass" | "Fail" | "InProgress";
  /** The auth event it belongs to: one for all calls of a sign-in. */
  readonly event?: string;
  /** Of a sign-in: how it began. */
  readonly flow?: string;
}

export interface AuditRecord extends Trail {
  readonly chain: Chain;
  /** A UUID of version 7, of the moment `at`. */
  readonly recordId: string;
  readonly at: number;
  readonly changes: readonly AuditChange[];
}

export interface StoredAuditRecord extends AuditRecord {
  /** Of the record as it was written, under a key that the database does not have. */
  readonly mac: string;
}

/** Some records in the order in which they were linked. Its number follows the one before; the first is 1. */
export interface AuditSegment {
  readonly chain: Chain;
  readonly number: number;
  readonly records: readonly { readonly recordId: string; readonly mac: string }[];
  readonly sealedAt: number;
  /** Over all of the above and the MAC of the segment before. */
  readonly mac: string;
}

/** Where a chain ends, and where it begins since the last pruning. */
export interface AuditHead {
  readonly chain: Chain;
  readonly last: Checkpoint;
  /** Of the last segment that was pruned; number 0 where none was. */
  readonly pruned: Checkpoint;
  /** Records before it may be gone. */
  readonly prunedBefore: number;
  /** Over all of the above: a chain cut off at its end has another head. */
  readonly mac: string;
}

export interface Checkpoint {
  readonly number: number;
  readonly mac: string;
}

export interface AuditTable {
  findHead(chain: Chain): Promise<AuditHead | undefined>;
  /** Ordered by chain; `after` is one. */
  listHeads(page: PageRequest): Promise<readonly AuditHead[]>;
  /** The first chain of those after this one that has records or segments, with or without an end. */
  findNextChain(after: Chain): Promise<Chain | undefined>;
  /** By id, which is by time; `after` is a record id. `since` undefined: whatever is there, be its id none of ours. */
  listRecords(
    chain: Chain,
    since: number | undefined,
    page: PageRequest,
  ): Promise<readonly StoredAuditRecord[]>;
  /** In no order. Those that are gone are missing. */
  listRecordsById(chain: Chain, ids: readonly string[]): Promise<readonly StoredAuditRecord[]>;
  /** Not yet in a segment, the oldest first. */
  listWaiting(chain: Chain, limit: number): Promise<readonly StoredAuditRecord[]>;
  /** Chains with records that wait. */
  listWaitingChains(): Promise<readonly Chain[]>;
  /** By number, those above `after`. */
  listSegments(chain: Chain, after: number, limit: number): Promise<readonly AuditSegment[]>;
  countRecords(chain: Chain): Promise<number>;
  countWaiting(chain: Chain): Promise<number>;
  /** Stored, and waiting for its segment. */
  insert(record: StoredAuditRecord): Promise<void>;
  /** The segment's records wait no more. Fails when there is a segment of that number. */
  append(segment: AuditSegment, head: AuditHead): Promise<void>;
  /** Stores the head, and removes the segments up to its `pruned` with their records. */
  prune(segments: readonly AuditSegment[], head: AuditHead): Promise<void>;
}
