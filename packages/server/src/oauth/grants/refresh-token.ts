/** New tokens without the person (RFC 6749 §6). A new refresh token only where the client rotates them. */
import { mayRefresh } from "../../core/clients/auth-flows.ts";
import { narrowedScopes } from "../../core/clients/scopes.ts";
import { issueTokens, refreshTokenOf } from "../../core/tokens/issue.ts";
import { unreadableScope } from "../../core/tokens/readable-attributes.ts";
import { redeemRefreshToken } from "../../core/tokens/redeem-refresh-token.ts";
import { refuse } from "../failures.ts";
import { askedScopes, requireParameter } from "../parameters.ts";
import { allowsOAuthFlow } from "./allowed-flow.ts";
import type { Grant } from "./grant.ts";

export const refreshToken: Grant = {
  admit({ client }) {
    if (mayRefresh(client) || allowsOAuthFlow(client, "code")) return;
    throw refuse("grantNotAllowed", { client_id: client.clientId, grant_type: "refresh_token" });
  },

  async redeem(world, { pool, client }, parameters) {
    const token = requireParameter(parameters, "refresh_token");
    const asked = askedScopes(parameters);
    const detail = { client_id: client.clientId };
    // What can be refused without the token is refused before it: a bad request must not use up a generation.
    const redemption = await redeemRefreshToken(world, pool, client, token, (family) => {
      const narrowed = narrowedScopes(family.scopes, asked);
      if (!narrowed.ok) throw refuse("scopeNotAllowed", { ...detail, scope: narrowed.refused.slice(0, 256) });
      const unreadable = unreadableScope(client, narrowed.granted);
      if (unreadable !== undefined) throw refuse("attributesNotReadable", { ...detail, ...unreadable });
    });
    if (!redemption.ok) throw refuse(redemption.cause, detail);
    const { user, groups, family, rotated } = redemption;
    const scopes = asked ?? family.scopes;
    const tokens = await issueTokens(world, { pool, client, user, groups, family, scopes, nonce: undefined });
    return { tokens, refreshToken: rotated ? refreshTokenOf(world, family) : undefined, scopes };
  },
};
