/** A document that an app's people agree to: terms of use, or a privacy policy. Where it stands, by language. */
import type { ClientId, PoolId } from "../ids.ts";
import type { PageRequest } from "../page.ts";

export interface Terms {
  readonly poolId: PoolId;
  readonly termsId: string;
  readonly clientId: ClientId;
  readonly name: string;
  /** By `cognito:default`, `cognito:german` and so on. */
  readonly links: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface TermsTable {
  find(poolId: PoolId, termsId: string): Promise<Terms | undefined>;
  listOfClient(poolId: PoolId, clientId: ClientId): Promise<readonly Terms[]>;
  /** Ordered by id; `after` is one. */
  list(poolId: PoolId, page: PageRequest): Promise<readonly Terms[]>;
  count(poolId: PoolId): Promise<number>;
  /** False when the app has one of the name. */
  insert(terms: Terms): Promise<boolean>;
  /** False when there is none any more. */
  update(terms: Terms): Promise<boolean>;
  delete(poolId: PoolId, termsId: string): Promise<boolean>;
  /** Of an app that goes. */
  deleteOfClient(poolId: PoolId, clientId: ClientId): Promise<void>;
}
