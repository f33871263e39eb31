/** The life of a token request: who asks, may they use this grant, the grant itself, the answer (RFC 6749 §3.2). */
import type { World } from "../core/ports.ts";
import { authenticateClient, type Credentials } from "./client-authentication.ts";
import { refuse } from "./failures.ts";
import { authorizationCode } from "./grants/authorization-code.ts";
import { clientCredentials } from "./grants/client-credentials.ts";
import type { Grant, Granted } from "./grants/grant.ts";
import { refreshToken } from "./grants/refresh-token.ts";
import { type Parameters, requireParameter } from "./parameters.ts";

const grants: Readonly<Record<string, Grant>> = {
  authorization_code: authorizationCode,
  refresh_token: refreshToken,
  client_credentials: clientCredentials,
};

export interface TokenResponse {
  readonly access_token: string;
  readonly id_token?: string;
  readonly refresh_token?: string;
  readonly token_type: "Bearer";
  readonly expires_in: number;
  readonly scope: string;
}

export async function answerTokenRequest(world: World, credentials: Credentials): Promise<TokenResponse> {
  const { parameters } = credentials;
  const grantType = requireParameter(parameters, "grant_type");
  const grant = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined;
  if (grant === undefined) throw refuse("grantTypeUnknown", { grant_type: grantType.slice(0, 64) });
  const asker = await authenticateClient(world, credentials);
  grant.admit(asker);
  if (grant === clientCredentials) world.rates.countClientCredentials();
  const { source } = credentials;
  return answer(await grant.redeem(world, { ...asker, source }, parameters));
}

/** For figures and the log: what a stranger writes there must not become a name of ours. */
export function knownGrantType({ grant_type = "" }: Parameters): string {
  return Object.hasOwn(grants, grant_type) ? grant_type : "unknown";
}

function answer({ tokens, refreshToken }: Granted): TokenResponse {
  return {
    access_token: tokens.accessToken,
    ...(tokens.idToken === undefined ? {} : { id_token: tokens.idToken }),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    token_type: tokens.tokenType,
    expires_in: tokens.expiresIn,
    scope: tokens.scopes.join(" "),
  };
}
