import { allows } from "../../core/clients/auth-flows.ts";
import { isClientSecret } from "../../core/clients/client-secrets.ts";
import { requireClient } from "../../core/clients/find-client.ts";
import { machineScopes } from "../../core/clients/scopes.ts";
import { texts } from "../../core/texts.ts";
import { issueMachineToken } from "../../core/tokens/issue.ts";
import type { Handler } from "../handler.ts";

/** Client credentials over the JSON API. SDKs sign it, the service does not look: signed and unsigned calls are alike. */
export const GetClientToken: Handler<"GetClientToken"> = async (input, context) => {
  const { fail } = context;
  const { client } = await requireClient(context, input.ClientId, fail);
  if (client.secrets.length === 0 || !isClientSecret(context, client, input.Secret)) {
    throw fail("NotAuthorizedException", texts.clientSecretWrong);
  }
  if (!allows(client, "ALLOW_CLIENT_TOKEN_AUTH")) {
    throw fail("InvalidParameterException", texts.flowNotEnabled("CLIENT_TOKEN_AUTH"));
  }
  const scopes = await machineScopes(context, client, input.Scopes);
  if (!scopes.ok) throw fail("InvalidParameterException", texts.scopeNotAllowed(scopes.refused));
  if (scopes.granted.length === 0) throw fail("InvalidParameterException", texts.machineWithoutScopes);
  const tokens = await issueMachineToken(context, client, scopes.granted);
  return {
    ClientAuthenticationResult: {
      AccessToken: tokens.accessToken,
      ExpiresIn: tokens.expiresIn,
      TokenType: tokens.tokenType,
    },
  };
};
