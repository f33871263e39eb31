import { mayRefresh } from "../../core/clients/auth-flows.ts";
import { provesItself } from "../../core/clients/client-secrets.ts";
import { requireClient } from "../../core/clients/find-client.ts";
import { refreshAtApi, refreshFailure } from "../../core/sign-in/refresh-at-api.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** Takes the raw client secret, not a SECRET_HASH; answers a refresh token only where rotation is on. */
export const GetTokensFromRefreshToken: Handler<"GetTokensFromRefreshToken"> = async (input, context) => {
  const { fail } = context;
  const { pool, client } = await requireClient(context, input.ClientId, fail);
  if (!provesItself(context, client, input.ClientSecret))
    throw fail("NotAuthorizedException", texts.clientSecretWrong);
  if (!mayRefresh(client)) {
    throw fail("InvalidParameterException", texts.flowNotEnabled("REFRESH_TOKEN_AUTH"));
  }
  const result = await refreshAtApi(context, {
    pool,
    client,
    token: input.RefreshToken,
    deviceKey: input.DeviceKey,
    ipAddress: context.source,
    metadata: input.ClientMetadata ?? {},
    fail,
    refuse: (cause) =>
      cause === "refreshTokenReused"
        ? fail("RefreshTokenReuseException", texts.refreshTokenReused)
        : refreshFailure(cause, fail),
    prove: null,
  });
  return { AuthenticationResult: result };
};
