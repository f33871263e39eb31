/** New tokens without the person (RFC 6749 §6). A new refresh token only where the client rotates them. */
import { mayRefresh } from "../../core/clients/auth-flows.ts";
import { narrowedScopes } from "../../core/clients/scopes.ts";
import { needsDeviceKey } from "../../core/devices/require-device-of-refresh.ts";
import { touchSession } from "../../core/sessions/touch-session.ts";
import { issueTokens, refreshTokenOf } from "../../core/tokens/issue.ts";
import { unreadableScope } from "../../core/tokens/readable-attributes.ts";
import { redeemRefreshToken } from "../../core/tokens/redeem-refresh-token.ts";
import { shapeTokens } from "../../core/tokens/shape-tokens.ts";
import { refuse } from "../failures.ts";
import { askedScopes, requireParameter } from "../parameters.ts";
import { askingTriggers } from "../trigger-refusals.ts";
import { allowsOAuthFlow } from "./allowed-flow.ts";
import type { Grant } from "./grant.ts";

export const refreshToken: Grant = {
  admit({ client }) {
    if (mayRefresh(client) || allowsOAuthFlow(client, "code")) return;
    throw refuse("grantNotAllowed", { client_id: client.clientId, grant_type: "refresh_token" });
  },

  async redeem(world, { pool, client, source }, parameters) {
    const token = requireParameter(parameters, "refresh_token");
    const asked = askedScopes(parameters);
    const detail = { client_id: client.clientId };
    // What can be refused without the token is refused before it: a bad request must not use up a generation.
    const redemption = await redeemRefreshToken(world, pool, client, token, async (candidate) => {
      const { user, groups, family } = candidate;
      if (needsDeviceKey(pool, family)) throw refuse("refreshNeedsDevice", detail);
      const narrowed = narrowedScopes(candidate.scopes, asked, family.scopes);
      if (!narrowed.ok) throw refuse("scopeNotAllowed", { ...detail, scope: narrowed.refused.slice(0, 256) });
      const scopes = narrowed.granted;
      const unreadable = unreadableScope(client, scopes);
      if (unreadable !== undefined) throw refuse("attributesNotReadable", { ...detail, ...unreadable });
      const shape = await askingTriggers(detail, (fail) => {
        const occasion = { source: "RefreshTokens", metadata: {}, fail } as const;
        return shapeTokens(world, { pool, client, user, groups, scopes }, occasion);
      });
      return { scopes, shape };
    });
    if (!redemption.ok) throw refuse(redemption.cause, detail);
    const { user, groups, family, rotated } = redemption;
    await touchSession(world, pool, family, source);
    const subject = { pool, client, user, groups, family, ...redemption.admitted };
    const tokens = await issueTokens(world, { ...subject, nonce: undefined, eventId: undefined });
    return { tokens, refreshToken: rotated ? refreshTokenOf(world, family) : undefined };
  },
};
