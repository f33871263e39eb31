/** A pool signs access tokens with one key and ID tokens with another; each may have a successor and a past. */
import type { PoolId } from "../ids.ts";

export type TokenUse = "access" | "id";

/** The private half never leaves the adapter: the core holds it sealed. */
export interface SigningKeyPair {
  readonly keyId: string;
  readonly publicJwk: PublicJwk;
  readonly sealedPrivateKey: string;
}

export interface PublicJwk {
  readonly kty: "RSA";
  readonly kid: string;
  readonly alg: "RS256";
  readonly use: "sig";
  readonly n: string;
  readonly e: string;
}

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

/** What a pool's private keys are sealed for: a key moved to another pool's row does not open. */
export function signingKeyPurpose(poolId: string): string {
  return `signing-key:${poolId}`;
}
