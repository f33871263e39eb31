import { provesItself } from "../../core/clients/client-secrets.ts";
import { findClient } from "../../core/clients/find-client.ts";
import { texts } from "../../core/texts.ts";
import { revokeRefreshToken } from "../../core/tokens/revoke-refresh-token.ts";
import type { Handler } from "../handler.ts";

export const RevokeToken: Handler<"RevokeToken"> = async (input, context) => {
  const { fail } = context;
  const found = await findClient(context, input.ClientId);
  if (found === undefined) throw fail("InvalidParameterException", texts.clientNotFound(input.ClientId));
  const { pool, client } = found;
  if (!provesItself(context, client, input.ClientSecret))
    throw fail("UnauthorizedException", texts.clientSecretWrong);
  const associated = pool.sessions.isTracking ? input.RevokeAssociatedSessions : undefined;
  switch (await revokeRefreshToken(context, client, input.Token, associated)) {
    case "done":
      return {};
    case "revocationOff":
      throw fail("UnsupportedOperationException", texts.revocationOff);
    case "unsupportedTokenType":
      throw fail("UnsupportedTokenTypeException", texts.unsupportedTokenType);
    case "tokenOfOtherClient":
      throw fail("UnauthorizedException", texts.tokenOfOtherClient);
  }
};
