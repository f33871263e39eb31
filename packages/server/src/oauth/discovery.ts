/** What a client can read about a pool before it uses it: metadata (OIDC Discovery §3, RFC 8414) and keys. */
import type { PoolId } from "../core/ids.ts";
import type { World } from "../core/ports.ts";
import { issuerOf } from "../core/tokens/issuer.ts";
import type { SigningKey } from "../core/tokens/signing-key.ts";

/** Says only what is true; built from the configured URL, never from the request's Host. */
export function discoveryDocument(world: World, poolId: PoolId): Readonly<Record<string, unknown>> {
  const { publicUrl } = world.settings;
  const issuer = issuerOf(world, poolId);
  return {
    issuer,
    authorization_endpoint: `${publicUrl}/oauth2/authorize`,
    token_endpoint: `${publicUrl}/oauth2/token`,
    userinfo_endpoint: `${publicUrl}/oauth2/userInfo`,
    revocation_endpoint: `${publicUrl}/oauth2/revoke`,
    end_session_endpoint: `${publicUrl}/logout`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ["code", "token"],
    response_modes_supported: ["query", "fragment", "form_post"],
    grant_types_supported: ["authorization_code", "implicit", "refresh_token", "client_credentials"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "email", "phone", "profile"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "none"],
    revocation_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "none"],
    code_challenge_methods_supported: ["S256"],
    prompt_values_supported: ["none", "login"],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    authorization_response_iss_parameter_supported: true,
  };
}

/** Public halves of every published key, waiting and retired ones included (RFC 7517 §5). */
export function jwks(keys: readonly SigningKey[]): { readonly keys: readonly object[] } {
  return { keys: keys.map(({ publicJwk }) => publicJwk) };
}
