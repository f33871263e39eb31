/** An API of the organisation: its identifier and the scopes that open it. */
import type { PoolId } from "../ids.ts";
import type { PageRequest } from "../page.ts";

export interface ResourceServer {
  readonly poolId: PoolId;
  readonly identifier: string;
  readonly name: string;
  readonly scopes: readonly ResourceServerScope[];
}

export interface ResourceServerScope {
  readonly ScopeName: string;
  readonly ScopeDescription: string;
}

export interface ResourceServerTable {
  find(poolId: PoolId, identifier: string): Promise<ResourceServer | undefined>;
  /** Ordered by identifier; `after` is an identifier. */
  list(poolId: PoolId, page: PageRequest): Promise<readonly ResourceServer[]>;
  count(poolId: PoolId): Promise<number>;
  /** False when the identifier is taken. */
  insert(server: ResourceServer): Promise<boolean>;
  update(server: ResourceServer): Promise<boolean>;
  delete(poolId: PoolId, identifier: string): Promise<boolean>;
}
