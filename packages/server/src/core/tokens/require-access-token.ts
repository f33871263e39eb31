/**
 * Requires a valid access token with the self-service scope, or refuses in the API's words (AP-05): for operations on
 * one's own account.
 */
import { type ApiFailure, fail } from "../failures.ts";
import type { World } from "../ports.ts";
import { selfServiceScope } from "../resource-servers/scopes.ts";
import { texts } from "../texts.ts";
import { type AccessTokenRefusal, checkAccessToken, type VerifiedAccessToken } from "./access-token.ts";

/** The refusals are the same for every operation, whichever of them it declares. */
export async function requireAccessToken(world: World, given: string): Promise<VerifiedAccessToken> {
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
