/** RFC 7009, Cognito's reading: refresh tokens only, and with one all tokens of its sign-in. */
import type { World } from "../core/ports.ts";
import { revokeRefreshToken } from "../core/tokens/revoke-refresh-token.ts";
import { authenticateClient, type Credentials } from "./client-authentication.ts";
import { refuse } from "./failures.ts";
import { requireParameter } from "./parameters.ts";

/** Resolves when the token is dead, as it is when nobody ever made it. */
export async function revoke(world: World, credentials: Credentials): Promise<void> {
  const token = requireParameter(credentials.parameters, "token");
  const { client } = await authenticateClient(world, credentials);
  const detail = { client_id: client.clientId };
  switch (await revokeRefreshToken(world, client, token)) {
    case "done":
      return;
    case "revocationOff":
      throw refuse("revocationOff", detail);
    case "unsupportedTokenType":
      throw refuse("tokenTypeNotRevocable");
    case "tokenOfOtherClient":
      throw refuse("tokenOfOtherClient", detail);
  }
}
