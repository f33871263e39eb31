/**
 * What the rules need from outside. `house.ts` builds one `World` from the adapters; tests build the same one with a
 * frozen clock and seeded bytes. Storage is the one large port and has its own file, `tables.ts`.
 */
import type { Actor, Trail } from "./audit/audit-record.ts";
import type { SecretGuesses } from "./clients/secret-guesses.ts";
import type { PoolId } from "./ids.ts";
import type { Passkey } from "./passkeys/passkey.ts";
import type { Rates } from "./rates/rates.ts";
import type { Turns } from "./sign-in/turns.ts";
import type { Store } from "./tables.ts";
import type { PublicJwk, SigningKeyPair } from "./tokens/signing-key.ts";

export interface World {
  readonly clock: Clock;
  readonly random: Random;
  /** What changes through it is the house's own doing in the audit log. */
  readonly store: Store;
  /** The same storage, with somebody else behind the changes. */
  readonly storeOf: (trail: Trail) => Store;
  /** Who acts where nobody asked: the server by itself, or whoever runs a command. */
  readonly self: Actor;
  readonly passwords: Passwords;
  readonly signing: Signing;
  readonly sealing: Sealing;
  readonly digests: Digests;
  readonly integrity: Integrity;
  readonly masterKeys: MasterKeys;
  readonly srp: Srp;
  readonly oneTimePasswords: OneTimePasswords;
  readonly passkeys: Passkeys;
  readonly triggers: Triggers;
  readonly log: Log;
  readonly turns: Turns;
  readonly secretGuesses: SecretGuesses;
  readonly rates: Rates;
  readonly settings: InstanceSettings;
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export interface Random {
  bytes(length: number): Uint8Array;
  uuid(): string;
  /**
   * Version 7 (RFC 9562 §5.7): sorted by `at`, epoch ms, with 62 random bits. The first 4,096 of one moment are sorted as they
   * were drawn. For the keys of rows that are only ever added: neighbours in time are neighbours in the database, so that a commit
   * touches few of its pages.
   */
  orderedUuid(at: number): string;
  /** `length` characters drawn without bias from `alphabet`. */
  characters(length: number, alphabet: string): string;
}

/** Argon2id behind a bounded queue, so that a storm of sign-ins never delays a refresh. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Does the same work when `hash` is undefined (nobody has that name) and answers false. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
  /** The same for whoever asks from that network address: while many wait, addresses take turns. */
  of(source: string): Passwords;
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

/** Codes under a key of the master key ring, by which a text is known to be as this house wrote it. */
export interface Integrity {
  mac(text: string): string;
  /** `keyGone`: written under a master key that the ring does not have any more. */
  check(text: string, mac: string): "right" | "wrong" | "keyGone";
  /** Under a master key that the ring does not have any more, and that is kept to check what is older than that. */
  isRetired(mac: string): boolean;
  /** Under the key that new codes are under. */
  isCurrent(mac: string): boolean;
}

/** The ring itself, for the change from one master key to another. */
export interface MasterKeys {
  /** 8 hex digits, no secret: of the key that seals. */
  readonly currentId: string;
  /** Of those that only open. */
  readonly otherIds: readonly string[];
  /** Is it under the current key? */
  hasSealed(sealed: string): boolean;
  /** For the database, so that a wrong master key is known at once: sealed under the current key. */
  check(): string;
  /** What checks the codes of every other key, retired ones included: sealed under the current key, by key id. */
  integrityKeys(): ReadonlyMap<string, string>;
}

/**
 * SRP-6a as Cognito's clients speak it (`cognito.md` §5.1). Numbers are lower-case hexadecimal texts. `group` is the
 * part of the pool id after `_`, or a device group key; `identity` is USER_ID_FOR_SRP, or a device key.
 */
export interface Srp {
  /** A fresh 16-byte salt and the verifier of the password under it. */
  enrol(group: string, identity: string, password: string): Promise<SrpVerifier>;
  /** One attempt of a client that sent `clientPublic`. Throws for what `isClientPublic` denies. */
  challenge(verifier: string, clientPublic: string): SrpChallenge;
  /** A well-formed number with A mod N ≠ 0. */
  isClientPublic(value: string): boolean;
  /** Does the signature prove the password? Compared in constant time. */
  verify(proof: SrpProof): Promise<boolean>;
}

export interface SrpVerifier {
  readonly salt: string;
  readonly verifier: string;
}

export interface SrpChallenge {
  /** SRP_B. */
  readonly serverPublic: string;
  /** What `verify` needs of this attempt, the server's private value `b` among it: nobody else may read it. */
  readonly state: string;
}

export interface SrpProof extends SrpVerifier {
  readonly state: string;
  readonly group: string;
  readonly identity: string;
  /** SECRET_BLOCK as it was given out: base64. */
  readonly secretBlock: string;
  readonly timestamp: string;
  /** PASSWORD_CLAIM_SIGNATURE: base64. */
  readonly signature: string;
}

/** RFC 6238 with SHA-1, 6 digits and 30 seconds: what every authenticator app speaks. Secrets are base32. */
export interface OneTimePasswords {
  /** 160 bits. */
  newSecret(): string;
  /** The time step whose code this is, at most one step away from now; undefined for a wrong code. */
  stepOf(secret: string, code: string, now: number): number | undefined;
}

/** WebAuthn level 3. The documents are the JSON that browsers and clients exchange. */
export interface Passkeys {
  registrationOptions(request: PasskeyRegistrationRequest): Promise<PasskeyOptions>;
  verifyRegistration(answer: PasskeyAnswer): Promise<PasskeyRegistration>;
  signInOptions(request: PasskeySignInRequest): Promise<PasskeyOptions>;
  verifySignIn(answer: PasskeyAnswer & { readonly passkey: Passkey }): Promise<PasskeySignIn>;
}

export interface PasskeyOptions {
  /** base64url; good for one answer. */
  readonly challenge: string;
  readonly document: Readonly<Record<string, unknown>>;
}

export interface PasskeyRegistrationRequest {
  readonly relyingPartyId: string;
  readonly relyingPartyName: string;
  readonly userVerification: "required" | "preferred";
  readonly sub: string;
  readonly username: string;
  readonly existing: readonly Passkey[];
}

export interface PasskeySignInRequest {
  readonly relyingPartyId: string;
  readonly userVerification: "required" | "preferred";
  readonly allowed: readonly Pick<Passkey, "credentialId" | "transports">[];
}

export interface PasskeyAnswer {
  readonly document: unknown;
  readonly challenge: string;
  readonly relyingPartyId: string;
  readonly isUserVerificationRequired: boolean;
}

export type PasskeyRegistration =
  | {
      readonly ok: true;
      readonly passkey: Omit<Passkey, "poolId" | "sub" | "friendlyName" | "createdAt" | "lastUsedAt">;
    }
  | { readonly ok: false; readonly cause: PasskeyRefusal };

export type PasskeySignIn =
  | { readonly ok: true; readonly counter: number; readonly isUserVerified: boolean }
  | { readonly ok: false; readonly cause: PasskeyRefusal };

export type PasskeyRefusal =
  | "malformed"
  | "wrongChallenge"
  | "wrongOrigin"
  | "wrongRelyingParty"
  | "userNotVerified"
  | "unsupportedCredential"
  | "badSignature"
  | "counterWentBack";

/** Runs the function behind an ARN of a pool's LambdaConfig: a local module, a webhook, or the Lambda Invoke API. */
export interface Triggers {
  /** Never throws. */
  invoke(poolId: PoolId, arn: string, event: object): Promise<TriggerOutcome>;
  /** Is there a key to encrypt codes for sender triggers under? */
  readonly canEncryptForSender: boolean;
  /** Base64 of an AWS Encryption SDK message, as sender triggers get codes; undefined without a key. */
  encryptForSender(code: string): Promise<string | undefined>;
}

export type TriggerOutcome =
  | { readonly ok: true; readonly event: unknown }
  /** The function threw: the text is its own, for the caller to see. */
  | { readonly ok: false; readonly cause: "threw"; readonly message: string }
  /** It could not be run at all: nothing is behind the ARN, a network failure, 5 seconds passed, a status of 5xx. */
  | { readonly ok: false; readonly cause: "unreachable" | "timedOut"; readonly message: string };

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
  /** Wrong passwords and codes that one network address may send to one pool in an hour. */
  readonly guessesPerSource: number;
  /** Epoch ms; 0: never. Sealed sessions of before are void: which of them had been used is not known any more. */
  readonly restoredAt: number;
}
