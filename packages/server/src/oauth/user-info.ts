/** `/oauth2/userInfo` (OIDC Core §5.3): what the access token's scopes and the client's read rights open. */
import type { World } from "../core/ports.ts";
import { checkAccessToken } from "../core/tokens/access-token.ts";
import { visibleAttributes } from "../core/tokens/readable-attributes.ts";

export type UserInfo =
  | { readonly ok: true; readonly claims: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false;
      readonly status: 400 | 401 | 403;
      readonly error: string;
      readonly description: string;
    };

/** RFC 6750 §2: the header, or the form of a POST; never both, never the URL. */
export async function userInfo(
  world: World,
  authorization: string | undefined,
  tokenInBody: string | undefined,
): Promise<UserInfo> {
  const inHeader = authorization === undefined ? undefined : /^Bearer +([^\s]+) *$/i.exec(authorization)?.[1];
  const token = inHeader ?? tokenInBody;
  if (
    token === undefined ||
    (authorization !== undefined && (inHeader === undefined || tokenInBody !== undefined))
  ) {
    return {
      ok: false,
      status: 400,
      error: "invalid_request",
      description: "Bad OAuth2 request at UserInfo Endpoint",
    };
  }
  const check = await checkAccessToken(world, token);
  if (!check.ok) return check.cause === "machineToken" ? insufficientScope : invalidToken;
  const { client, user, scopes } = check.token;
  if (!scopes.includes("openid")) return insufficientScope;
  return {
    ok: true,
    claims: {
      sub: user.sub,
      // Every value is a text here, `email_verified` too: Cognito's clients compare it with "true".
      ...Object.fromEntries(visibleAttributes(client, scopes, user.attributes)),
      username: user.username,
    },
  };
}

const invalidToken: UserInfo = {
  ok: false,
  status: 401,
  error: "invalid_token",
  description: "Access token is expired, disabled, or deleted, or the user has globally signed out.",
};

const insufficientScope: UserInfo = {
  ok: false,
  status: 403,
  error: "insufficient_scope",
  description: "The access token needs the scope openid.",
};
