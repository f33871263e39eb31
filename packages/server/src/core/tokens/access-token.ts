/** The only way to trust an access token: signature, issuer, use and times are right, and its sign-in has not ended. */
import type { Client } from "../clients/client.ts";
import { clientId, familyId, sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { User } from "../users/user.ts";
import type { Family } from "./family.ts";
import { looksLikeJwt, poolOfToken } from "./pool-of-token.ts";

/** A person's access token that is good at this moment. */
export interface VerifiedAccessToken {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly family: Family;
  readonly scopes: readonly string[];
}

export type AccessTokenRefusal =
  | "malformed"
  | "foreignIssuer"
  | "unknownKey"
  | "badSignature"
  | "notAnAccessToken"
  | "claimsMissing"
  | "issuedInTheFuture"
  | "expired"
  | "machineToken"
  | "revoked"
  | "userDeleted"
  | "userDisabled"
  | "clientDeleted";

export type AccessTokenCheck =
  | { readonly ok: true; readonly token: VerifiedAccessToken }
  | { readonly ok: false; readonly cause: AccessTokenRefusal };

/** FAPI 2.0 §5.3.1: eight seconds must pass, sixty must not do harm. */
const clockSkewSeconds = 60;

export async function checkAccessToken(world: World, token: string): Promise<AccessTokenCheck> {
  const { read } = world.store;
  const pool = await poolOfToken(world, token);
  if (pool === undefined) return refuse(looksLikeJwt(token) ? "foreignIssuer" : "malformed");

  const keys = await read.signingKeys.list(pool.poolId);
  const accessKeys = keys.filter((key) => key.tokenUse === "access").map((key) => key.publicJwk);
  const otherKeys = keys.filter((key) => key.tokenUse !== "access").map((key) => key.publicJwk);
  const verified = world.signing.verify(token, accessKeys);
  if (!verified.ok) {
    const isIdToken = verified.cause === "unknownKey" && world.signing.verify(token, otherKeys).ok;
    return refuse(isIdToken ? "notAnAccessToken" : verified.cause);
  }
  const refusal = checkClaims(verified.claims, world.clock.now());
  return refusal === undefined ? checkSignIn(world, pool, verified.claims) : refuse(refusal);
}

function checkClaims(claims: Readonly<Record<string, unknown>>, now: number): AccessTokenRefusal | undefined {
  const { exp, iat, nbf, sub, client_id, token_use } = claims;
  if (token_use !== "access") return "notAnAccessToken";
  if (typeof exp !== "number" || typeof iat !== "number") return "claimsMissing";
  if (typeof sub !== "string" || typeof client_id !== "string") return "claimsMissing";
  const latestStart = now / 1000 + clockSkewSeconds;
  if (iat > latestStart || (nbf !== undefined && !(typeof nbf === "number" && nbf <= latestStart))) {
    return "issuedInTheFuture";
  }
  return exp * 1000 <= now ? "expired" : undefined;
}

async function checkSignIn(
  world: World,
  pool: Pool,
  claims: Readonly<Record<string, unknown>>,
): Promise<AccessTokenCheck> {
  const { read } = world.store;
  const { poolId } = pool;
  if (typeof claims["origin_jti"] !== "string") return refuse("machineToken");
  const person = sub(String(claims["sub"]));
  const [found, client] = await Promise.all([
    read.families.findOfPerson(poolId, person, familyId(claims["origin_jti"])),
    read.clients.find(poolId, clientId(String(claims["client_id"]))),
  ]);
  if (found === undefined) return refuse("userDeleted");
  const { family, user } = found;
  if (client === undefined) return refuse("clientDeleted");
  if (family === undefined || family.endedAt !== undefined)
    return refuse(user.isEnabled ? "revoked" : "userDisabled");
  if (!user.isEnabled) return refuse("userDisabled");
  const scopes = typeof claims["scope"] === "string" ? claims["scope"].split(" ") : [];
  return { ok: true, token: { pool, client, user, family, scopes } };
}

function refuse(cause: AccessTokenRefusal): AccessTokenCheck {
  return { ok: false, cause };
}
