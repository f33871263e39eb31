/** What happened to a request, kept so that `poolhouse explain <request-id>` can say why it failed. */
import type { PoolId } from "../ids.ts";

export interface Event {
  /** Undefined when the request named no pool that exists. */
  readonly poolId: PoolId | undefined;
  readonly requestId: string;
  readonly at: number;
  /** The door it came through, for example `/oauth2/token`. */
  readonly door: string;
  /** A key of the table of causes, for example `codeAlreadyUsed`. */
  readonly cause: string;
  /** The error the client saw, for example `invalid_grant`. */
  readonly error: string;
  /** What was asked and found; never a secret, a token, a code or a password. */
  readonly detail: Readonly<Record<string, string>>;
}

export interface EventTable {
  find(requestId: string): Promise<Event | undefined>;
  /** When the oldest of a pool's newest `keep` happened; undefined where it has no more. Without a pool: of requests that named none. */
  findOldestOf(poolId: PoolId | undefined, keep: number): Promise<number | undefined>;
  insert(event: Event): Promise<void>;
  /** Removes what happened before `at`. */
  prune(at: number, most: number): Promise<number>;
  pruneOfPool(poolId: PoolId | undefined, at: number, most: number): Promise<number>;
}
