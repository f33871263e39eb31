/**
 * What the rules ask of the world. `server.ts` builds one `World` from the adapters; tests build the same
 * one with a frozen clock and seeded bytes. Storage is the one large port and has its own file, `tables.ts`.
 */
import type { SecretGuesses } from "./clients/secret-guesses.ts";
import type { PoolId } from "./ids.ts";
import type { Turns } from "./sign-in/turns.ts";
import type { Store } from "./tables.ts";
import type { PublicJwk, SigningKeyPair } from "./tokens/signing-key.ts";

export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Store;
  readonly passwords: Passwords;
  readonly signing: Signing;
  readonly sealing: Sealing;
  readonly digests: Digests;
  readonly log: Log;
  readonly turns: Turns;
  readonly secretGuesses: SecretGuesses;
  readonly settings: InstanceSettings;
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export interface Random {
  bytes(length: number): Uint8Array;
  uuid(): string;
  /** `length` characters drawn without bias from `alphabet`. */
  characters(length: number, alphabet: string): string;
}

/** Argon2id behind a bounded queue, so that a storm of sign-ins never delays a refresh. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Does the same work when `hash` is undefined (nobody has that name) and answers false. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
}

export interface Signing {
  generate(poolId: PoolId): Promise<SigningKeyPair>;
  /** A compact JWS with the header `{"kid","alg":"RS256"}` and nothing else, as Cognito's. */
  sign(poolId: PoolId, key: SigningKeyPair, claims: object): Promise<string>;
  /** The claims when the token is well formed and signed by one of `keys`; otherwise why it is not. */
  verify(token: string, keys: readonly PublicJwk[]): VerifiedJwt;
}

export type VerifiedJwt =
  | { readonly ok: true; readonly claims: Readonly<Record<string, unknown>>; readonly keyId: string }
  | { readonly ok: false; readonly cause: "malformed" | "unknownKey" | "badSignature" };

/** Authenticated encryption under the master key. A text sealed for one purpose does not open for another. */
export interface Sealing {
  seal(purpose: string, text: string): string;
  /** Undefined when it was altered, sealed for another purpose, or sealed under a key nobody has. */
  open(purpose: string, sealed: string): string | undefined;
  /** A compact JWE (`dir`, A256GCM). The same payload gives the same token, byte for byte. */
  sealRefreshToken(payload: string): string;
  openRefreshToken(token: string): string | undefined;
}

export interface Digests {
  /** SHA-256, base64url: how codes, cookies and other look-up secrets are stored. */
  sha256(text: string): string;
  /** Base64 of HMAC-SHA256: `SECRET_HASH`. */
  hmacSha256(secret: string, text: string): string;
  /** An HMAC under the instance's own key: stable pseudo-random answers that strangers cannot compute. */
  fingerprint(text: string): string;
  /** Compares in a time that depends on neither value. */
  equal(left: string, right: string): boolean;
}

export interface Log {
  info(detail: Readonly<Record<string, unknown>>, message: string): void;
  warn(detail: Readonly<Record<string, unknown>>, message: string): void;
  error(detail: Readonly<Record<string, unknown>>, message: string): void;
}

/** What the operator decided for the whole house. */
export interface InstanceSettings {
  /** Issuer base without a trailing slash, for example `http://localhost:7665`. */
  readonly publicUrl: string;
  /** The region of whatever is unsigned. */
  readonly region: string;
  readonly accountId: string;
  readonly isDev: boolean;
}
