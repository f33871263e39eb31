/** One person's way through the hosted pages, from /oauth2/authorize to the redirect. It lives on the server. */
import type { ClientId, PoolId } from "../ids.ts";

export interface Flow {
  readonly poolId: PoolId;
  readonly flowId: string;
  /** SHA-256 of the cookie of the browser that began it. */
  readonly browserHash: string;
  readonly clientId: ClientId;
  /** The state machine's state as JSON; `pages/flow.ts` alone reads it. */
  readonly state: string;
  readonly version: number;
  readonly expiresAt: number;
}

export interface FlowTable {
  find(poolId: PoolId, flowId: string): Promise<Flow | undefined>;
  insert(flow: Flow): Promise<void>;
  /** Moves on from `flow.version`; false when somebody else did first. */
  advance(flow: Flow, state: string): Promise<boolean>;
  /** True for the one caller that ended it. */
  finish(poolId: PoolId, flowId: string, version: number): Promise<boolean>;
  prune(now: number, most: number): Promise<number>;
}
