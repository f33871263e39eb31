import type { TokenSet } from "../../tokens/token-set.ts";

/**
 * True where the provider names each sign-in (Cognito and Poolhouse do), and these are two. Elsewhere nobody can tell, and revoking the tokens
 * of one might end the other: some providers revoke everything that a person has granted an app.
 */
export function isOtherSignIn(one: TokenSet, other: TokenSet): boolean {
  const [name, otherName] = [one.claims["origin_jti"], other.claims["origin_jti"]];
  return name !== undefined && otherName !== undefined && name !== otherName;
}
