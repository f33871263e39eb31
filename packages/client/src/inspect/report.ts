/**
 * Looking inside a token, offline: what kind it is, what stands in it, what it means, and what is wrong with it.
 * `inspect-token.ts` is the way in. Nothing here uses Node, the network, a clock or storage, so that the command line
 * and a page in the browser share it; keys and the time are parameters, and a token goes nowhere.
 *
 * This file is what comes out.
 */
/** What `inspectToken` found. The token itself is not in it; the claims of a JWT are. */
export interface TokenReport {
  /** What it is, by its look: nothing is proven by it. */
  readonly kind: TokenKind;
  /** For a title: "Access token of a person". */
  readonly name: string;
  /** What it is for, in a sentence. */
  readonly purpose: string;
  readonly verdict: Verdict;
  /** How long it is as it is sent. */
  readonly bytes: number;
  readonly fits: Fits;
  /** The members of the JOSE header, in their order. Empty for what is no JWT. */
  readonly header: readonly Field[];
  /** Empty for what cannot be read without a key. */
  readonly claims: readonly Field[];
  /** The issuer claim, believed by nobody yet. */
  readonly issuer: string | undefined;
  /** Undefined for what has no claims that can be read. */
  readonly lifetime: Lifetime | undefined;
  readonly signature: Signature;
  /** What makes it unfit. Empty: nothing wrong was found. */
  readonly problems: readonly Problem[];
  /** What is worth knowing and no fault. */
  readonly notes: readonly string[];
}

/** `good`: the signature is right and nothing is wrong. `bad`: there are problems. `unproven`: none, but nobody vouches for it here. */
export interface Verdict {
  readonly state: "good" | "bad" | "unproven";
  /** In a sentence. */
  readonly text: string;
}

/** Where the token fits at its length. */
export interface Fits {
  /** Into one cookie: browsers keep 4096 bytes, name and attributes included (RFC 6265 §6.1). */
  readonly cookie: boolean;
  /** Into one `Authorization` header of 8 kB, what nginx and Apache accept unless told otherwise. */
  readonly header: boolean;
}

/** `accessToken` and `idToken` are signed JWTs; `refreshToken` is encrypted, as Poolhouse and Cognito make it. */
export type TokenKind =
  | "accessToken"
  | "idToken"
  | "refreshToken"
  | "authorizationCode"
  | "otherJwt"
  | "otherEncrypted"
  | "foreignSecret"
  | "unknown";

/** One member of a header or a claim set. */
export interface Field {
  readonly name: string;
  /** As JSON has it: other people's data. */
  readonly value: unknown;
  /** In a few words. Undefined for a member that is nobody's standard. */
  readonly meaning: string | undefined;
  /** When the value is a moment. */
  readonly time: Moment | undefined;
}

/** A time as people say it, and exactly. */
export interface Moment {
  /** To the second, UTC. */
  readonly iso: string;
  /** "expires in 42 minutes". */
  readonly words: string;
}

/** `forever`: `exp` is the last second of year 9999. `unstated`: there is no `exp` that is a time. */
export type Lifetime =
  | { readonly kind: "until"; readonly expires: Moment }
  | { readonly kind: "forever" }
  | { readonly kind: "unstated" };

/** Whether the issuer vouches for the token. Only `verified` says yes. */
export type Signature =
  /** By the key of this id. */
  | { readonly state: "verified"; readonly keyId: string | undefined }
  | { readonly state: "wrong" }
  /** None of the keys given has the token's `kid` and kind. */
  | { readonly state: "unknownKey" }
  /** `noKeys`: none were given. `cannot`: Web Crypto is missing here, as on a page over plain http, or lacks the algorithm. */
  | { readonly state: "notChecked"; readonly because: "noKeys" | "cannot" }
  /** There is none to check: `alg` none, encrypted, or no JWT at all. */
  | { readonly state: "none" };

/** A reason to refuse the token. */
export interface Problem {
  /** What programs compare. */
  readonly code: ProblemCode;
  /** What is wrong, in a sentence. May name claims of the token. */
  readonly text: string;
  /** What to do about it, in a sentence or two. */
  readonly whatToDo: string;
}

export type ProblemCode =
  | "unreadable"
  | "unsigned"
  | "algorithmUnknown"
  | "extensionUnknown"
  | "signatureWrong"
  | "keyUnknown"
  | "expired"
  | "notYetValid"
  | "issuedInTheFuture"
  | "claimsMissing"
  | "otherIssuer"
  | "otherUse"
  | "otherClient"
  | "foreign";
