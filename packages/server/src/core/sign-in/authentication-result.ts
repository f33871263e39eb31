/** `AuthenticationResult`: the tokens of a sign-in through the JSON API. */
import type { AuthenticationResultType } from "../../model/shapes.ts";
import type { Client } from "../clients/client.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { type IssuedTokens, issueTokens, refreshTokenOf } from "../tokens/issue.ts";
import { selfServiceScope, startFamily } from "../tokens/start-family.ts";
import type { User } from "../users/user.ts";

/** Starts the sign-in's family together with `alongside`, in one transaction, and issues its tokens. */
export async function authenticationResult(
  world: World,
  pool: Pool,
  client: Client,
  user: User,
  alongside: (tables: Tables) => Promise<User> = async () => user,
): Promise<AuthenticationResultType> {
  const { signedIn, family } = await world.store.write(async (tables) => {
    const changed = await alongside(tables);
    const signIn = { client, user: changed, isHosted: false, authenticatedAt: world.clock.now() };
    return {
      signedIn: changed,
      family: await startFamily(world, tables, { ...signIn, scopes: [selfServiceScope] }),
    };
  });
  const groups = await world.store.read.groups.listOfUser(pool.poolId, user.sub);
  const subject = { pool, client, user: signedIn, groups, family, scopes: family.scopes, nonce: undefined };
  return { ...wireTokens(await issueTokens(world, subject)), RefreshToken: refreshTokenOf(world, family) };
}

/** Without a refresh token, as the answer to a refresh is. */
export function wireTokens(tokens: IssuedTokens): AuthenticationResultType {
  return {
    AccessToken: tokens.accessToken,
    ExpiresIn: tokens.expiresIn,
    TokenType: tokens.tokenType,
    ...(tokens.idToken === undefined ? {} : { IdToken: tokens.idToken }),
  };
}
