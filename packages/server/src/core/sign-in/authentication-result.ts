/** `AuthenticationResult`: tokens in the JSON API's words. */
import type { AuthenticationResultType } from "../../model/shapes.ts";
import type { IssuedTokens } from "../tokens/issue.ts";

/** Without a refresh token, as the answer to a refresh is. */
export function wireTokens(tokens: IssuedTokens): AuthenticationResultType {
  return {
    AccessToken: tokens.accessToken,
    ExpiresIn: tokens.expiresIn,
    TokenType: tokens.tokenType,
    ...(tokens.idToken === undefined ? {} : { IdToken: tokens.idToken }),
  };
}
