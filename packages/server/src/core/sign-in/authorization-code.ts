/** An authorization code (RFC 6749 §4.1): a UUID, five minutes, one use, bound to everything it was asked with. */
import type { ClientId, FamilyId, PoolId, Sub } from "../ids.ts";

export interface AuthorizationCode {
  readonly poolId: PoolId;
  /** SHA-256 of the code. */
  readonly codeHash: string;
  readonly clientId: ClientId;
  readonly sub: Sub;
  /** The family its redemption starts, decided beforehand so that a second redemption can end it. */
  readonly familyId: FamilyId;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  /** PKCE S256 challenge. */
  readonly codeChallenge: string | undefined;
  readonly authenticatedAt: number;
  /** Of the sign-in that it came of; undefined where an earlier one was reused. */
  readonly eventId: string | undefined;
  /** The browser's session that it came from, where the pool tracks sessions. */
  readonly originSessionId: string | undefined;
  readonly expiresAt: number;
}

export interface AuthorizationCodeTable {
  /** Used or not, expired or not. */
  find(poolId: PoolId, codeHash: string): Promise<AuthorizationCode | undefined>;
  insert(code: AuthorizationCode): Promise<void>;
  /** True for the one caller that used it first. Expiry is the caller's to check. */
  use(poolId: PoolId, codeHash: string, now: number): Promise<boolean>;
  /** Uses up every code of a person that is still in flight. */
  useAllOfUser(poolId: PoolId, sub: Sub, now: number): Promise<void>;
  /** Keeps used codes until a day after their expiry, so that reuse is still recognised. */
  prune(now: number, most: number): Promise<number>;
}
