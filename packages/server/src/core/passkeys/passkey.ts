/** A passkey: a WebAuthn credential of one person for one relying party. */
import type { PoolId, Sub } from "../ids.ts";

export interface Passkey {
  readonly poolId: PoolId;
  readonly sub: Sub;
  /** base64url. */
  readonly credentialId: string;
  readonly relyingPartyId: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  /** The authenticator's model, a UUID; zeros when it does not say. */
  readonly aaguid: string;
  /** What the person calls it. */
  readonly friendlyName: string;
  readonly attachment: "platform" | "cross-platform" | undefined;
  readonly transports: readonly string[];
  readonly isBackedUp: boolean;
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
}

export interface PasskeyTable {
  find(poolId: PoolId, sub: Sub, credentialId: string): Promise<Passkey | undefined>;
  /** Oldest first. */
  listOfUser(poolId: PoolId, sub: Sub): Promise<readonly Passkey[]>;
  /** False when the pool has that credential already, whoever's it is. */
  insert(passkey: Passkey): Promise<boolean>;
  /** Counter and moment of a sign-in; false when the passkey is gone, or the stored counter is not below a counter that counts. */
  use(poolId: PoolId, sub: Sub, credentialId: string, counter: number, now: number): Promise<boolean>;
  rename(poolId: PoolId, sub: Sub, credentialId: string, friendlyName: string): Promise<boolean>;
  delete(poolId: PoolId, sub: Sub, credentialId: string): Promise<boolean>;
}
