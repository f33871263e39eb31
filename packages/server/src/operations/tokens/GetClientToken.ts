import { allows } from "../../core/clients/auth-flows.ts";
import { isClientSecret } from "../../core/clients/client-secrets.ts";
import { requireClient } from "../../core/clients/find-client.ts";
import { machineScopes } from "../../core/clients/scopes.ts";
import { texts } from "../../core/texts.ts";
import { issueMachineToken } from "../../core/tokens/issue.ts";
import { shapeMachineToken } from "../../core/tokens/shape-tokens.ts";
import type { TriggerFail } from "../../core/triggers/trigger-subject.ts";
import type { Handler } from "../handler.ts";

/** Client credentials over the JSON API. SDKs sign it, the service does not look: signed and unsigned calls are alike. */
export const GetClientToken: Handler<"GetClientToken"> = async (input, context) => {
  const { fail } = context;
  const { pool, client } = await requireClient(context, input.ClientId, fail);
  if (client.secrets.length === 0 || !isClientSecret(context, client, input.Secret)) {
    throw fail("NotAuthorizedException", texts.clientSecretWrong);
  }
  if (!allows(client, "ALLOW_CLIENT_TOKEN_AUTH")) {
    throw fail("InvalidParameterException", texts.flowNotEnabled("CLIENT_TOKEN_AUTH"));
  }
  const scopes = await machineScopes(context, client, input.Scopes);
  if (!scopes.ok) throw fail("InvalidParameterException", texts.scopeNotAllowed(scopes.refused));
  if (scopes.granted.length === 0) throw fail("InvalidParameterException", texts.machineWithoutScopes);
  // The operation declares none of the three failures of triggers: a denial is one anyway, the others are the server's.
  const triggerFail: TriggerFail = (exception, message) =>
    fail(
      exception === "UserLambdaValidationException" ? "NotAuthorizedException" : "InternalErrorException",
      message,
    );
  const shape = await shapeMachineToken(
    context,
    { pool, client, scopes: scopes.granted },
    { metadata: input.ClientMetadata ?? {}, fail: triggerFail },
  );
  const tokens = await issueMachineToken(context, client, scopes.granted, shape);
  return {
    ClientAuthenticationResult: {
      AccessToken: tokens.accessToken,
      ExpiresIn: tokens.expiresIn,
      TokenType: tokens.tokenType,
    },
  };
};
