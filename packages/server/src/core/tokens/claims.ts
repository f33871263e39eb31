/** The claims of access and ID tokens, for a person and for a machine (`cognito.md` §4). */
import type { Client } from "../clients/client.ts";
import type { Group } from "../groups/group.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { User } from "../users/user.ts";
import type { Family } from "./family.ts";
import { issuerOf } from "./issuer.ts";
import { lifetimesOf, noExpiration } from "./lifetimes.ts";
import { canRead, visibleAttributes } from "./readable-attributes.ts";
import { shapedClaims, shapedGroupClaims, shapedScopes, type TokenShape } from "./token-shape.ts";

/** The person, the client and the sign-in that a pair of tokens speaks of. */
export interface TokenSubject {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly groups: readonly Group[];
  readonly family: Family;
  /** A subset of the family's scopes. */
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly shape: TokenShape;
  /** Of the auth event; undefined where the tokens come of no event of their own. */
  readonly eventId: string | undefined;
}

type Claims = Readonly<Record<string, unknown>>;

/** `eventId` is shared by the access and the ID token of one answer. */
export function accessTokenClaims(world: World, subject: TokenSubject, eventId: string): Claims {
  const { pool, client, user, groups, family, scopes, shape } = subject;
  const issuedAt = seconds(world.clock.now());
  const claims = {
    sub: user.sub,
    ...(family.deviceKey === undefined ? {} : { device_key: family.deviceKey }),
    ...shapedGroupClaims(groups, shape, "access"),
    iss: issuerOf(world, pool.poolId),
    ...(family.isHosted ? { version: 2 } : {}),
    client_id: client.clientId,
    origin_jti: family.familyId,
    event_id: eventId,
    token_use: "access",
    scope: shapedScopes(scopes, shape).join(" "),
    auth_time: seconds(family.authenticatedAt),
    exp: issuedAt + lifetimesOf(client).accessSeconds,
    iat: issuedAt,
    jti: world.random.uuid(),
    username: user.username,
  };
  return shapedClaims(claims, "access", shape, client);
}

export function idTokenClaims(world: World, subject: TokenSubject, eventId: string, atHash?: string): Claims {
  const { pool, client, user, groups, family, scopes, nonce, shape } = subject;
  const issuedAt = seconds(world.clock.now());
  const claims = {
    ...mappedClaims(client, user),
    ...(atHash === undefined ? {} : { at_hash: atHash }),
    sub: user.sub,
    ...shapedGroupClaims(groups, shape, "id"),
    iss: issuerOf(world, pool.poolId),
    "cognito:username": user.username,
    ...(nonce === undefined ? {} : { nonce }),
    origin_jti: family.familyId,
    aud: client.clientId,
    event_id: eventId,
    token_use: "id",
    auth_time: seconds(family.authenticatedAt),
    exp: client.tokenOptions.idTokenNoExpiration ? noExpiration : issuedAt + lifetimesOf(client).idSeconds,
    iat: issuedAt,
    jti: world.random.uuid(),
    ...attributeClaims(visibleAttributes(client, scopes, user.attributes)),
  };
  return shapedClaims(claims, "id", shape, client);
}

/** RFC 6749 §4.4: nobody signed in, so `sub` is the client id, which no person's sub can equal. */
export function machineTokenClaims(
  world: World,
  client: Client,
  scopes: readonly string[],
  shape: TokenShape,
): Claims {
  const issuedAt = seconds(world.clock.now());
  const claims = {
    sub: client.clientId,
    token_use: "access",
    scope: shapedScopes(scopes, shape).join(" "),
    auth_time: issuedAt,
    iss: issuerOf(world, client.poolId),
    exp: issuedAt + lifetimesOf(client).accessSeconds,
    iat: issuedAt,
    version: 2,
    jti: world.random.uuid(),
    client_id: client.clientId,
  };
  return shapedClaims(claims, "access", shape, client);
}

/** Attributes as JSON claims: booleans, the address object and `updated_at` have their own types (OIDC Core §5.1). */
function attributeClaims(attributes: readonly (readonly [string, string])[]): Claims {
  const claims: Record<string, unknown> = {};
  for (const [name, value] of attributes) {
    if (name === "email_verified" || name === "phone_number_verified") claims[name] = value === "true";
    else if (name === "address") claims[name] = { formatted: value };
    else if (name === "updated_at") claims[name] = Number(value);
    else claims[name] = value;
  }
  return claims;
}

/**
 * The claim map comes first, so that it can never replace a claim of ours. The right to read may have been taken from
 * the client since its map was made.
 */
function mappedClaims(client: Client, user: User): Claims {
  const claims: Record<string, unknown> = {};
  for (const [claim, attribute] of Object.entries(client.tokenOptions.claimMap)) {
    const value = user.attributes[attribute];
    if (value !== undefined && canRead(client, attribute)) claims[claim] = value;
  }
  return claims;
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
