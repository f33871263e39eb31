/** The gate of the operations on one's own account: a good access token with the self-service scope (AP-05). */
import { type ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { texts } from "../core/texts.ts";
import {
  type AccessTokenRefusal,
  checkAccessToken,
  type VerifiedAccessToken,
} from "../core/tokens/access-token.ts";
import { selfServiceScope } from "../core/tokens/start-family.ts";

export async function requireAccessToken(world: World, input: object): Promise<VerifiedAccessToken> {
  const given = "AccessToken" in input && typeof input.AccessToken === "string" ? input.AccessToken : "";
  const check = await checkAccessToken(world, given);
  if (!check.ok) throw tokenFailure(check.cause);
  if (!check.token.scopes.includes(selfServiceScope)) {
    throw fail("NotAuthorizedException", texts.accessTokenLacksScopes);
  }
  return check.token;
}

function tokenFailure(cause: AccessTokenRefusal): ApiFailure {
  switch (cause) {
    case "expired":
      return fail("NotAuthorizedException", texts.accessTokenExpired);
    case "revoked":
    case "clientDeleted":
      return fail("NotAuthorizedException", texts.accessTokenRevoked);
    case "userDisabled":
      return fail("NotAuthorizedException", texts.userDisabled);
    case "userDeleted":
      return fail("UserNotFoundException", texts.userNotFound);
    case "machineToken":
      return fail("NotAuthorizedException", texts.accessTokenLacksScopes);
    default:
      return fail("NotAuthorizedException", texts.accessTokenInvalid);
  }
}
