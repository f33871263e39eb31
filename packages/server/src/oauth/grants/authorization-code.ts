/**
 * Exchanges a code for tokens (RFC 6749 §4.1.3). The code is used up by one conditional statement, whether or not the
 * rest of the request is right; using it a second time ends the sign-in that the first use started (§10.5). Only a
 * token trigger that fails leaves the code unused, so that the app may try again.
 */
import type { Client } from "../../core/clients/client.ts";
import type { PoolAndClient } from "../../core/clients/find-client.ts";
import { livingScopes } from "../../core/clients/scopes.ts";
import type { Group } from "../../core/groups/group.ts";
import { inOrder } from "../../core/in-order.ts";
import type { World } from "../../core/ports.ts";
import { startTrackedFamily } from "../../core/sessions/start-tracked-family.ts";
import type { AuthorizationCode } from "../../core/sign-in/authorization-code.ts";
import type { Family } from "../../core/tokens/family.ts";
import { issueTokens, refreshTokenOf } from "../../core/tokens/issue.ts";
import { unreadableScope } from "../../core/tokens/readable-attributes.ts";
import { hasTokenTrigger, shapeTokens } from "../../core/tokens/shape-tokens.ts";
import { plainTokens, type TokenShape } from "../../core/tokens/token-shape.ts";
import type { User } from "../../core/users/user.ts";
import { type OAuthFailure, refuse } from "../failures.ts";
import { type Parameters, requireParameter } from "../parameters.ts";
import { askingTriggers } from "../trigger-refusals.ts";
import { requireOAuthFlow } from "./allowed-flow.ts";
import type { Asker, Grant } from "./grant.ts";

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
    const { user, groups, started, isLocked } = await findPerson(world, code);
    const refusalOfPerson = refusalOfUser(user, isLocked);
    const refusal = refusalOf(world, client, code, parameters) ?? refusalOfPerson;
    const isFirst = refusal === undefined && started === undefined;
    const scopes = await livingScopes(world, pool, code.scopes);
    const shape = isFirst && user ? await shapeOf(world, asker, scopes, { user, groups }) : plainTokens;
    const family = await useCode(world, asker, code, refusal === undefined ? user : undefined);
    // Disabling somebody uses their codes up: that they are disabled is the reason to tell.
    if (family === "used") throw refusalOfPerson ?? refuse("codeAlreadyUsed");
    if (family === "locked") throw refuse("userLocked");
    if (family === undefined || user === undefined) throw refusal ?? refuse("userDeleted");

    const { nonce, eventId } = code;
    const subject = { pool, client, user, groups, family, scopes, nonce, shape, eventId };
    const tokens = await issueTokens(world, subject, { withAtHash: true });
    return { tokens, refreshToken: refreshTokenOf(world, family) };
  },
};

/** Whose the code is, and the sign-in that it started if it was used before: two statements, sent at once. */
async function findPerson({ store: { read }, clock }: World, { poolId, sub, familyId }: AuthorizationCode) {
  const [person, isLocked] = await Promise.all([
    read.families.findOfPerson(poolId, sub, familyId),
    read.attempts.findLocked(poolId, sub, clock.now()),
  ]);
  return { user: person?.user, groups: person?.groups ?? [], started: person?.family, isLocked };
}

/** What comes of a code that was used before is not the trigger's business. */
async function shapeOf(
  world: World,
  { pool, client }: PoolAndClient,
  scopes: readonly string[],
  { user, groups }: { readonly user: User; readonly groups: readonly Group[] },
): Promise<TokenShape> {
  if (!hasTokenTrigger(pool)) return plainTokens;
  return askingTriggers({ client_id: client.clientId }, (fail) => {
    const occasion = { source: "HostedAuth", metadata: {}, fail } as const;
    return shapeTokens(world, { pool, client, user, groups, scopes }, occasion);
  });
}

/** Starts the family for the first use; `"used"` for every other. Without a user, or with a locked one, the code is burnt and nothing starts. */
async function useCode(
  world: World,
  { pool, client, source: ipAddress }: Asker,
  code: AuthorizationCode,
  user: User | undefined,
): Promise<Family | "locked" | "used" | undefined> {
  const { poolId, codeHash, sub, familyId, scopes, authenticatedAt, originSessionId } = code;
  const { clientId } = client;
  return world.store.write(async (tables) => {
    const now = world.clock.now();
    const [app, isLocked, isFirst] = await inOrder(
      tables.clients.find(poolId, clientId),
      tables.attempts.findLocked(poolId, sub, now),
      tables.authorizationCodes.use(poolId, codeHash, now),
    );
    // Deleted, or locked, while the token trigger was asked (TK-18, TK-19).
    if (app === undefined) throw refuse("clientUnknown", { client_id: clientId });
    if (!isFirst) {
      await tables.families.end(poolId, sub, familyId, "codeReused", now);
      return "used";
    }
    if (user === undefined) return undefined;
    if (isLocked) return "locked";
    const origin = { isHosted: true, authenticatedAt, familyId, originSessionId, ipAddress };
    return startTrackedFamily(world, tables, pool, { client, user, scopes, ...origin });
  });
}

function refusalOf(
  world: World,
  client: Client,
  code: AuthorizationCode,
  parameters: Parameters,
): OAuthFailure | undefined {
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
function refusalOfUser(user: User | undefined, isLocked: boolean): OAuthFailure | undefined {
  if (user === undefined) return refuse("userDeleted");
  if (!user.isEnabled) return refuse("userDisabled");
  if (user.status === "UNCONFIRMED") return refuse("userNotConfirmed");
  return isLocked ? refuse("userLocked") : undefined;
}
