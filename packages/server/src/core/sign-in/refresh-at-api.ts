/** Refreshing through the JSON API: REFRESH_TOKEN_AUTH and GetTokensFromRefreshToken share all but the client's proof. */
import type { AuthenticationResultType, InitiateAuthResponse } from "../../model/shapes.ts";
import { isRotating } from "../clients/auth-flows.ts";
import type { Client } from "../clients/client.ts";
import { requireSecretHash } from "../clients/secret-hash.ts";
import { isFromItsDevice } from "../devices/require-device-of-refresh.ts";
import type { ApiFailure, Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { touchSession } from "../sessions/touch-session.ts";
import { texts } from "../texts.ts";
import { issueTokens, refreshTokenOf } from "../tokens/issue.ts";
import { type RefreshRefusal, redeemRefreshToken } from "../tokens/redeem-refresh-token.ts";
import { shapeTokens } from "../tokens/shape-tokens.ts";
import type { ClientMetadata, TriggerFail } from "../triggers/trigger-subject.ts";
import type { User } from "../users/user.ts";
import type { InitiateRequest } from "./attempt.ts";
import { wireTokens } from "./authentication-result.ts";
import { requireParameter } from "./require-parameter.ts";

export interface ApiRefresh {
  readonly pool: Pool;
  readonly client: Client;
  readonly token: string;
  readonly deviceKey: string | undefined;
  readonly ipAddress: string | undefined;
  /** For the token trigger. */
  readonly metadata: ClientMetadata;
  readonly fail: TriggerFail;
  readonly refuse: (cause: RefreshRefusal) => ApiFailure;
  /** The client's proof, where it needs the person's name; null where the client has proven itself. */
  readonly prove: ((user: User) => void) | null;
}

/** The refresh token is part of the answer only when it is a new one. */
export async function refreshAtApi(world: World, refresh: ApiRefresh): Promise<AuthenticationResultType> {
  const { pool, client, metadata, fail } = refresh;
  const redemption = await redeemRefreshToken(world, pool, client, refresh.token, async (candidate) => {
    refresh.prove?.(candidate.user);
    const { user, groups, family, scopes } = candidate;
    if (!(await isFromItsDevice(world, pool, family, refresh.deviceKey))) {
      throw refresh.refuse("refreshTokenUnknown");
    }
    const occasion = { source: "RefreshTokens", metadata, fail } as const;
    return shapeTokens(world, { pool, client, user, groups, scopes }, occasion);
  });
  if (!redemption.ok) throw refresh.refuse(redemption.cause);
  const { user, groups, family, scopes, rotated, admitted: shape } = redemption;
  await touchSession(world, pool, family, refresh.ipAddress);
  const subject = { pool, client, user, groups, family, scopes, shape };
  const tokens = wireTokens(await issueTokens(world, { ...subject, nonce: undefined, eventId: undefined }));
  return rotated ? { ...tokens, RefreshToken: refreshTokenOf(world, family) } : tokens;
}

/**
 * The secret hash of a refresh is over the person's real username, or their sub, whatever name they signed in by. The
 * metadata of InitiateAuth does not reach the token trigger (`cognito.md` §6).
 */
export async function refreshWithToken(
  world: World,
  request: InitiateRequest,
): Promise<InitiateAuthResponse> {
  const { pool, client, parameters, fail } = request;
  const token = requireParameter(parameters, "REFRESH_TOKEN", fail);
  if (isRotating(client)) throw fail("InvalidParameterException", texts.flowNotEnabled(request.flow));
  if (client.secrets.length > 0 && parameters["SECRET_HASH"] === undefined) {
    throw fail("NotAuthorizedException", texts.secretHashMissing(client.clientId));
  }
  const prove = ({ username, sub }: User): void =>
    requireSecretHash(world, client, [username, sub], parameters["SECRET_HASH"], fail);
  const refuse = (cause: RefreshRefusal): ApiFailure => refreshFailure(cause, fail);
  return {
    ChallengeParameters: {},
    AuthenticationResult: await refreshAtApi(world, {
      pool,
      client,
      token,
      deviceKey: parameters["DEVICE_KEY"],
      ipAddress: request.ipAddress,
      metadata: {},
      fail,
      refuse,
      prove,
    }),
  };
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
