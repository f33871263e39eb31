/** A pool signs access tokens with one key and ID tokens with another; each may have a successor and a past. */
import type { PoolId } from "../ids.ts";
import type { SigningKeyPair } from "../ports.ts";

export type TokenUse = "access" | "id";

export interface SigningKey extends SigningKeyPair {
  readonly poolId: PoolId;
  readonly tokenUse: TokenUse;
  /** Published from here on. */
  readonly createdAt: number;
  /** Signs from here on, until its successor does. */
  readonly activeFrom: number;
}

export interface SigningKeyTable {
  /** Every published key of the pool, oldest `activeFrom` first. */
  list(poolId: PoolId): Promise<readonly SigningKey[]>;
  insert(key: SigningKey): Promise<void>;
  delete(poolId: PoolId, keyId: string): Promise<void>;
}
