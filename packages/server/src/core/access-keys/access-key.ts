/** The keys that sign requests (SigV4). They belong to the house, not to a pool. */
import type { PoolId } from "../ids.ts";

export type AccessKeyScope =
  | { readonly kind: "ALL" }
  | { readonly kind: "READ_ONLY" }
  | { readonly kind: "POOL"; readonly poolId: PoolId };

export interface AccessKey {
  readonly accessKeyId: string;
  /** Sealed, because verifying a signature needs it again. */
  readonly sealedSecret: string;
  readonly scope: AccessKeyScope;
  readonly description: string;
  readonly createdAt: number;
}

export interface AccessKeyTable {
  find(accessKeyId: string): Promise<AccessKey | undefined>;
  list(): Promise<readonly AccessKey[]>;
  insert(key: AccessKey): Promise<void>;
  /** False when there was none. */
  delete(accessKeyId: string): Promise<boolean>;
}
