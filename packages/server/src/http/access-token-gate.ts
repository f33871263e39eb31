/** The gate of operations on one's own account: the access token is a member of their input. */
import type { World } from "../core/ports.ts";
import type { VerifiedAccessToken } from "../core/tokens/access-token.ts";
import { requireAccessToken } from "../core/tokens/require-access-token.ts";

export async function requireTokenInBody(world: World, input: object): Promise<VerifiedAccessToken> {
  const given = "AccessToken" in input && typeof input.AccessToken === "string" ? input.AccessToken : "";
  return requireAccessToken(world, given);
}
