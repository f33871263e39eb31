/** The tokens of one sign-in, and when they should be renewed. */

/** What an ID token says of somebody, once it was checked (OpenID Connect Core §2). */
export interface IdTokenClaims {
  readonly sub: string;
  readonly iss: string;
  readonly [claim: string]: unknown;
}

export interface TokenSet {
  readonly accessToken: string;
  readonly idToken?: string | undefined;
  readonly refreshToken?: string | undefined;
  /** What the access token opens, where the provider said so. */
  readonly scope?: string | undefined;
  /** Who is signed in. */
  readonly claims: IdTokenClaims;
  /** Epoch milliseconds. `Infinity` where the provider does not say: then only a 401 tells. */
  readonly expiresAt: number;
  /** Epoch milliseconds: from here on a new access token is fetched while the old one still serves. */
  readonly renewAt: number;
}

/** A minute before the end at most, and never more than a fifth of a short life before it. */
const mostLeadMs = 60_000;
const leadShare = 0.2;

/**
 * When a token that lives until `expiresAt` should be renewed. Everybody who got tokens in the same second would also come
 * back in the same second, so a part of the lead is drawn by lot: `random` is in [0, 1).
 */
export function renewalTime(now: number, expiresAt: number, random: () => number = Math.random): number {
  if (expiresAt === Number.POSITIVE_INFINITY) return expiresAt;
  const lead = Math.min(mostLeadMs, (expiresAt - now) * leadShare);
  return expiresAt - lead * (1 - random() / 2);
}

/** True while the access token is good and need not be renewed yet. */
export function isFresh({ renewAt }: Pick<TokenSet, "renewAt">, now: number): boolean {
  return now < renewAt;
}

/** True once the access token opens nothing any more. */
export function isExpired({ expiresAt }: Pick<TokenSet, "expiresAt">, now: number): boolean {
  return now >= expiresAt;
}
