/** What a token with a good signature says, held against what the guard was told. */
import { explainedError } from "../errors/explained-error.ts";
import type { GuardRules } from "./options.ts";
import { quoted } from "./quoted.ts";

/** A checked access token. */
export interface VerifiedToken {
  /** Everything it says. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Whose it is: a person's `sub`, or the client's own id where a machine signed in for itself. */
  readonly subject: string;
  /** The app client it was issued to; undefined where the issuer does not say and `audience` was checked instead. */
  readonly clientId: string | undefined;
  readonly scopes: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

type Claims = Readonly<Record<string, unknown>>;

/**
 * Every check of RFC 7519 §4.1 and RFC 8725 §3 but the signature. A claim that is missing is a refusal, never a check that is
 * skipped.
 */
export function verifiedToken(claims: Claims, rules: GuardRules): VerifiedToken {
  const subject = textOf(claims, "sub");
  const exp = numberOf(claims, "exp");
  requireUse(claims, rules);
  requireTimes(claims, exp, rules);
  requireAudience(claims, rules);
  return {
    claims,
    subject,
    clientId: requireClient(claims, rules),
    scopes: new Set(typeof claims["scope"] === "string" ? claims["scope"].split(" ").filter(Boolean) : []),
    groups: new Set(groupsOf(claims[rules.groupsClaim])),
    expiresAt: exp * 1000,
  };
}

/** The first thing to look at: no other issuer's keys are ever asked for. Compared byte for byte. */
export function requireIssuer(claims: Claims, { issuer }: GuardRules): void {
  const iss = textOf(claims, "iss");
  if (iss !== issuer) throw explainedError("token_issuer", quoted(iss));
}

function requireUse(claims: Claims, { tokenUse }: GuardRules): void {
  if (tokenUse === null) return;
  const use = textOf(claims, "token_use");
  if (use === "id") throw explainedError("token_use", "it is an ID token; send the access token");
  if (use !== tokenUse) throw explainedError("token_use", `token_use ${quoted(use)}`);
}

function requireTimes(claims: Claims, exp: number, { now, toleranceSeconds }: GuardRules): void {
  const seconds = Math.floor(now() / 1000);
  const latest = seconds + toleranceSeconds;
  if (exp <= seconds - toleranceSeconds) throw explainedError("token_expired");
  if (numberOf(claims, "iat") > latest) {
    throw explainedError("token_not_yet_valid", "it was issued in the future");
  }
  if (claims["nbf"] !== undefined && numberOf(claims, "nbf") > latest) {
    throw explainedError("token_not_yet_valid");
  }
}

function requireAudience(claims: Claims, { audience }: GuardRules): void {
  if (audience === null) return;
  const { aud } = claims;
  if (aud === undefined) throw explainedError("token_claim_missing", "aud");
  const isFor = Array.isArray(aud)
    ? aud.some((each) => audience.includes(each))
    : typeof aud === "string" && audience.includes(aud);
  if (!isFor) throw explainedError("token_audience", `aud ${quoted(aud)}`);
}

function requireClient(claims: Claims, { clientIds }: GuardRules): string | undefined {
  const name = claims["client_id"] === undefined ? "azp" : "client_id";
  const id = claims[name];
  if (clientIds === null) return typeof id === "string" ? id : undefined;
  if (id === undefined) throw explainedError("token_claim_missing", "client_id");
  if (typeof id !== "string" || !clientIds.includes(id)) {
    throw explainedError("token_audience", `${name} ${quoted(id)}`);
  }
  return id;
}

function textOf(claims: Claims, name: string): string {
  const value = claims[name];
  if (typeof value !== "string" || value === "") throw explainedError("token_claim_missing", name);
  return value;
}

function numberOf(claims: Claims, name: string): number {
  const value = claims[name];
  if (typeof value !== "number") throw explainedError("token_claim_missing", name);
  return value;
}

function groupsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}
