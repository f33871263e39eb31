/**
 * A code for tokens (RFC 6749 §4.1.3). The code is used up by one conditional statement, whether or not the rest of
 * the request is right; whoever comes second ends the sign-in that the first one got (§10.5).
 */
import type { Client } from "../../core/clients/client.ts";
import type { PoolAndClient } from "../../core/clients/find-client.ts";
import type { World } from "../../core/ports.ts";
import type { AuthorizationCode } from "../../core/sign-in/authorization-code.ts";
import type { Family } from "../../core/tokens/family.ts";
import { issueTokens, refreshTokenOf } from "../../core/tokens/issue.ts";
import { unreadableScope } from "../../core/tokens/readable-attributes.ts";
import { startFamily } from "../../core/tokens/start-family.ts";
import type { User } from "../../core/users/user.ts";
import { type OAuthFailure, refuse } from "../failures.ts";
import { type Parameters, requireParameter } from "../parameters.ts";
import { requireOAuthFlow } from "./allowed-flow.ts";
import type { Grant } from "./grant.ts";

export const authorizationCode: Grant = {
  admit({ client }) {
    requireOAuthFlow(client, "code", "authorization_code");
  },

  async redeem(world, asker, parameters) {
    const { pool, client } = asker;
    const codeHash = world.digests.sha256(requireParameter(parameters, "code"));
    requireParameter(parameters, "redirect_uri");
    const code = await world.store.read.authorizationCodes.find(pool.poolId, codeHash);
    if (code === undefined) throw refuse("codeUnknown");
    // A stranger's client may not use up a code that is not its own.
    if (code.clientId !== client.clientId) throw refuse("codeOfOtherClient", { client_id: client.clientId });
    const user = await world.store.read.users.find(pool.poolId, code.sub);
    const refusalOfPerson = await refusalOfUser(world, asker, user);
    const refusal = (await refusalOf(world, client, code, parameters)) ?? refusalOfPerson;
    const family = await useCode(world, client, code, refusal === undefined ? user : undefined);
    // Disabling somebody uses their codes up: that they are disabled is the reason to tell.
    if (family === "used") throw refusalOfPerson ?? refuse("codeAlreadyUsed");
    if (family === undefined || user === undefined) throw refusal ?? refuse("userDeleted");

    const groups = await world.store.read.groups.listOfUser(pool.poolId, user.sub);
    const subject = { pool, client, user, groups, family, scopes: code.scopes, nonce: code.nonce };
    const tokens = await issueTokens(world, subject, { withAtHash: true });
    return { tokens, refreshToken: refreshTokenOf(world, family), scopes: code.scopes };
  },
};

/** Starts the family for the first use; `"used"` for every other. Without a user the code is burnt and nothing starts. */
async function useCode(
  world: World,
  client: Client,
  code: AuthorizationCode,
  user: User | undefined,
): Promise<Family | "used" | undefined> {
  const { poolId, codeHash, sub, familyId, scopes, authenticatedAt } = code;
  return world.store.write(async (tables) => {
    const now = world.clock.now();
    if (!(await tables.authorizationCodes.use(poolId, codeHash, now))) {
      await tables.families.end(poolId, sub, familyId, "codeReused", now);
      return "used";
    }
    if (user === undefined) return undefined;
    return startFamily(world, tables, { client, user, scopes, isHosted: true, authenticatedAt, familyId });
  });
}

async function refusalOf(
  world: World,
  client: Client,
  code: AuthorizationCode,
  parameters: Parameters,
): Promise<OAuthFailure | undefined> {
  if (code.expiresAt <= world.clock.now()) return refuse("codeExpired");
  if (parameters["redirect_uri"] !== code.redirectUri) return refuse("redirectUriDiffers");
  const verifier = parameters["code_verifier"];
  if (code.codeChallenge === undefined) {
    if (verifier !== undefined) return refuse("codeVerifierNotExpected");
  } else {
    if (verifier === undefined) return refuse("codeVerifierMissing");
    const isMatch = world.digests.equal(world.digests.sha256(verifier), code.codeChallenge);
    if (!isMatch) return refuse("codeVerifierWrong");
  }
  const unreadable = unreadableScope(client, code.scopes);
  if (unreadable === undefined) return undefined;
  return refuse("attributesNotReadable", { client_id: client.clientId, ...unreadable });
}

/** The person may have been disabled, deleted or locked since they signed in (TK-18, TK-19). */
async function refusalOfUser(
  world: World,
  { pool }: PoolAndClient,
  user: User | undefined,
): Promise<OAuthFailure | undefined> {
  if (user === undefined) return refuse("userDeleted");
  if (!user.isEnabled) return refuse("userDisabled");
  if (user.status === "UNCONFIRMED") return refuse("userNotConfirmed");
  const isLocked = await world.store.read.attempts.findLocked(pool.poolId, user.sub, world.clock.now());
  return isLocked ? refuse("userLocked") : undefined;
}
