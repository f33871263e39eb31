/** Issues a sign-in's tokens: the family is stored first, then the tokens are signed, both at once where possible. */
import type { Client } from "../clients/client.ts";
import type { World } from "../ports.ts";
import { accessTokenClaims, idTokenClaims, machineTokenClaims, type TokenSubject } from "./claims.ts";
import type { Family } from "./family.ts";
import { lifetimesOf } from "./lifetimes.ts";
import { sealRefreshToken } from "./refresh-token.ts";
import { activeKey } from "./signing-keys.ts";
import { shapedScopes, type TokenShape } from "./token-shape.ts";

export interface IssuedTokens {
  readonly accessToken: string;
  /** Absent when `openid` was not asked for on a hosted sign-in. */
  readonly idToken: string | undefined;
  /** Seconds until the access token expires. */
  readonly expiresIn: number;
  readonly tokenType: "Bearer";
  /** As the access token has them. */
  readonly scopes: readonly string[];
}

export interface IssueOptions {
  /** Puts `at_hash` into the ID token, which must then wait for the access token (OIDC Core §3.1.3.6). */
  readonly withAtHash: boolean;
}

export async function issueTokens(
  world: World,
  subject: TokenSubject,
  { withAtHash }: IssueOptions = { withAtHash: false },
): Promise<IssuedTokens> {
  const { poolId } = subject.pool;
  const now = world.clock.now();
  const keys = await world.store.read.signingKeys.list(poolId);
  const eventId = subject.eventId ?? world.random.uuid();
  const signAccess = world.signing.sign(
    poolId,
    activeKey(keys, "access", now),
    accessTokenClaims(world, subject, eventId),
  );
  const signId = async (atHash?: string): Promise<string> =>
    world.signing.sign(poolId, activeKey(keys, "id", now), idTokenClaims(world, subject, eventId, atHash));

  const answer = {
    expiresIn: lifetimesOf(subject.client).accessSeconds,
    tokenType: "Bearer" as const,
    scopes: shapedScopes(subject.scopes, subject.shape),
  };
  if (!wantsIdToken(subject)) return { ...answer, accessToken: await signAccess, idToken: undefined };
  if (withAtHash) {
    const accessToken = await signAccess;
    return { ...answer, accessToken, idToken: await signId(accessTokenHash(world, accessToken)) };
  }
  const [accessToken, idToken] = await Promise.all([signAccess, signId()]);
  return { ...answer, accessToken, idToken };
}

export async function issueMachineToken(
  world: World,
  client: Client,
  scopes: readonly string[],
  shape: TokenShape,
): Promise<IssuedTokens> {
  const keys = await world.store.read.signingKeys.list(client.poolId);
  const key = activeKey(keys, "access", world.clock.now());
  const claims = machineTokenClaims(world, client, scopes, shape);
  return {
    accessToken: await world.signing.sign(client.poolId, key, claims),
    idToken: undefined,
    expiresIn: lifetimesOf(client).accessSeconds,
    tokenType: "Bearer",
    scopes: shapedScopes(scopes, shape),
  };
}

/** The refresh token of the family's present generation. */
export function refreshTokenOf(world: World, family: Family): string {
  return sealRefreshToken(world, {
    poolId: family.poolId,
    clientId: family.clientId,
    sub: family.sub,
    familyId: family.familyId,
    generation: family.generation,
    expiresAt: family.expiresAt,
  });
}

/** A sign-in through the JSON API always yields an ID token; a hosted one asks for it with `openid`. */
function wantsIdToken({ family, scopes }: TokenSubject): boolean {
  return !family.isHosted || scopes.includes("openid");
}

/** The left half of the SHA-256 of the access token, base64url. */
function accessTokenHash(world: World, accessToken: string): string {
  const digest = Uint8Array.fromBase64(world.digests.sha256(accessToken), { alphabet: "base64url" });
  return digest.slice(0, 16).toBase64({ alphabet: "base64url", omitPadding: true });
}
