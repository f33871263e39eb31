/** Refreshing through the JSON API: REFRESH_TOKEN_AUTH and GetTokensFromRefreshToken share all but the client's proof. */
import type { AuthenticationResultType } from "../../model/shapes.ts";
import type { Client } from "../clients/client.ts";
import type { ApiFailure, Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { issueTokens, refreshTokenOf } from "../tokens/issue.ts";
import { type Redemption, type RefreshRefusal, redeemRefreshToken } from "../tokens/redeem-refresh-token.ts";
import { wireTokens } from "./authentication-result.ts";

type GoodRedemption = Extract<Redemption, { ok: true }>;

export async function requireRedemption(
  world: World,
  pool: Pool,
  client: Client,
  token: string,
  refuse: (cause: RefreshRefusal) => ApiFailure,
): Promise<GoodRedemption> {
  const redemption = await redeemRefreshToken(world, pool, client, token);
  if (!redemption.ok) throw refuse(redemption.cause);
  return redemption;
}

/** The refresh token is part of the answer only when it is a new one. */
export async function refreshedResult(
  world: World,
  pool: Pool,
  client: Client,
  { user, groups, family, rotated }: GoodRedemption,
): Promise<AuthenticationResultType> {
  const subject = { pool, client, user, groups, family, scopes: family.scopes, nonce: undefined };
  const tokens = wireTokens(await issueTokens(world, subject));
  return rotated ? { ...tokens, RefreshToken: refreshTokenOf(world, family) } : tokens;
}

export function refreshFailure(cause: RefreshRefusal, fail: Fail<"NotAuthorizedException">): ApiFailure {
  return fail("NotAuthorizedException", refreshTexts[cause]);
}

const refreshTexts: Readonly<Record<RefreshRefusal, string>> = {
  refreshTokenMalformed: texts.refreshTokenInvalid,
  refreshTokenOfOtherClient: texts.refreshTokenInvalid,
  refreshTokenUnknown: texts.refreshTokenInvalid,
  refreshTokenExpired: texts.refreshTokenExpired,
  refreshTokenRevoked: texts.refreshTokenRevoked,
  refreshTokenReused: texts.refreshTokenRevoked,
  userDeleted: texts.refreshTokenInvalid,
  userDisabled: texts.userDisabled,
  userNotConfirmed: texts.userNotConfirmed,
};
