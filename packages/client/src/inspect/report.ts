/**
 * Looking inside a token, offline: what kind it is, what stands in it, what it means, and what is wrong with it.
 * `inspect-token.ts` is the way in. Nothing here uses Node, the network, a clock or storage, so that the command line
 * and a page in the browser share it; keys and the time are parameters, and a token goes nowhere.
 *
 * This file is what comes out.
 */
export interface TokenReport {
  readonly kind: TokenKind;
  /** For a title: "Access token of a person". */
  readonly name: string;
  /** What it is for, in a sentence. */
  readonly purpose: string;
  readonly bytes: number;
  readonly header: readonly Field[];
  /** Empty for what cannot be read without a key. */
  readonly claims: readonly Field[];
  /** The issuer claim, believed by nobody yet. */
  readonly issuer: string | undefined;
  readonly lifetime: Lifetime | undefined;
  readonly signature: Signature;
  /** What makes it unfit. Empty: nothing wrong was found. */
  readonly problems: readonly Problem[];
  /** What is worth knowing and no fault. */
  readonly notes: readonly string[];
}

export type TokenKind =
  | "accessToken"
  | "idToken"
  | "refreshToken"
  | "authorizationCode"
  | "otherJwt"
  | "otherEncrypted"
  | "foreignSecret"
  | "unknown";

export interface Field {
  readonly name: string;
  readonly value: unknown;
  readonly meaning: string | undefined;
  /** When the value is a moment. */
  readonly time: Moment | undefined;
}

export interface Moment {
  /** To the second, UTC. */
  readonly iso: string;
  /** "expires in 42 minutes". */
  readonly words: string;
}

export type Lifetime =
  | { readonly kind: "until"; readonly expires: Moment }
  | { readonly kind: "forever" }
  | { readonly kind: "unstated" };

export type Signature =
  | { readonly state: "verified"; readonly keyId: string | undefined }
  | { readonly state: "wrong" }
  | { readonly state: "unknownKey" }
  /** No keys were given. */
  | { readonly state: "notChecked" }
  /** There is none to check: `alg` none, encrypted, or no JWT at all. */
  | { readonly state: "none" };

export interface Problem {
  readonly code: ProblemCode;
  readonly text: string;
}

export type ProblemCode =
  | "unreadable"
  | "unsigned"
  | "algorithmUnknown"
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
