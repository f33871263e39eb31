/**
 * The only way a refresh token is redeemed, for the token endpoint and the JSON API alike. Without rotation it writes
 * nothing. With rotation one conditional statement advances the generation; a retry within the grace period gets the
 * same successor; later reuse ends the family (RFC 9700 §4.14.2).
 */
import { isRotating } from "../clients/auth-flows.ts";
import type { Client } from "../clients/client.ts";
import { livingScopes } from "../clients/scopes.ts";
import type { Group } from "../groups/group.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { User } from "../users/user.ts";
import { writeAtOnce } from "../write-at-once.ts";
import type { Family } from "./family.ts";
import { openRefreshToken, type RefreshToken } from "./refresh-token.ts";
import { hasTokenTrigger } from "./shape-tokens.ts";

export type RefreshRefusal =
  | "refreshTokenMalformed"
  | "refreshTokenOfOtherClient"
  | "refreshTokenExpired"
  | "refreshTokenUnknown"
  | "refreshTokenRevoked"
  | "refreshTokenReused"
  | "userDeleted"
  | "userDisabled"
  | "userNotConfirmed";

export interface RefreshCandidate {
  readonly user: User;
  readonly groups: readonly Group[];
  readonly family: Family;
  /** Those of the sign-in's scopes that still exist. */
  readonly scopes: readonly string[];
}

export type Redemption<Admitted> =
  | (RefreshCandidate & { readonly ok: true; readonly rotated: boolean; readonly admitted: Admitted })
  | { readonly ok: false; readonly cause: RefreshRefusal };

type Refused = Extract<Redemption<never>, { ok: false }>;

/**
 * `admit` is called after the token has been found valid and before it is used up: it may throw, and may call triggers.
 * It is not called for a token that was spent before.
 */
export async function redeemRefreshToken<Admitted>(
  world: World,
  pool: Pool,
  client: Client,
  token: string,
  admit: (candidate: RefreshCandidate) => Promise<Admitted>,
): Promise<Redemption<Admitted>> {
  const opened = openRefreshToken(world, token);
  if (opened === undefined) return refuse("refreshTokenMalformed");
  // Another client's use reveals nothing and changes nothing (RFC 6749 §10.4).
  if (opened.clientId !== client.clientId || opened.poolId !== pool.poolId)
    return refuse("refreshTokenOfOtherClient");
  if (opened.expiresAt <= world.clock.now()) return refuse("refreshTokenExpired");

  const found = await world.store.read.families.findOfPerson(opened.poolId, opened.sub, opened.familyId);
  if (found === undefined) return refuse("userDeleted");
  const { family, user, groups } = found;
  if (family === undefined) return refuse("refreshTokenUnknown");
  // Before the end of the sign-in, which disabling caused: this is the reason that somebody can do something about.
  if (!user.isEnabled) return refuse("userDisabled");
  if (family.endedAt !== undefined) {
    return refuse(family.endReason === "refreshTokenReused" ? "refreshTokenReused" : "refreshTokenRevoked");
  }
  if (user.status === "UNCONFIRMED") return refuse("userNotConfirmed");

  const rotated = isRotating(client);
  if (isSpent(world, client, family, opened)) {
    if (rotated) await retryOrReuse(world, client, family, opened);
    return refuse("refreshTokenReused");
  }
  const scopes = await livingScopes(world, pool, family.scopes);
  const admitted = await admit({ user, groups, family, scopes });
  if (!(await isStillThere(world, pool, client))) return refuse("refreshTokenRevoked");
  const current = rotated
    ? await rotate(world, client, family, opened)
    : await stillLiving(world, pool, family);
  if (current === undefined) return refuse(rotated ? "refreshTokenReused" : "refreshTokenRevoked");
  return { ok: true, user, groups, family: current, scopes, rotated, admitted };
}

/** If rotation was switched off, the generation that the family has reached stays valid, and older ones do not. */
function isSpent(world: World, client: Client, family: Family, token: RefreshToken): boolean {
  if (token.generation === family.generation) return false;
  return !isRotating(client) || !isRetry(client, family, token, world.clock.now());
}

/** A trigger may take seconds, in which the app may be deleted (TK-18). */
async function isStillThere(world: World, pool: Pool, { clientId }: Client): Promise<boolean> {
  return !hasTokenTrigger(pool) || (await world.store.read.clients.find(pool.poolId, clientId)) !== undefined;
}

/** In the same seconds the person may sign out. */
async function stillLiving(world: World, pool: Pool, family: Family): Promise<Family | undefined> {
  if (!hasTokenTrigger(pool)) return family;
  const latest = await world.store.read.families.find(family.poolId, family.sub, family.familyId);
  return latest?.endedAt === undefined ? latest : undefined;
}

/** The family as the successor sees it; undefined when the token was spent before. */
async function rotate(
  world: World,
  client: Client,
  family: Family,
  token: RefreshToken,
): Promise<Family | undefined> {
  const { poolId, sub, familyId } = family;
  const rotatedAt = await writeAtOnce(world.store, async ({ families }) => {
    // Inside: a transaction that is repeated happens later, and needs the later time.
    const now = world.clock.now();
    return (await families.rotate(poolId, sub, familyId, token.generation, now)) ? now : undefined;
  });
  if (rotatedAt !== undefined) return { ...family, generation: token.generation + 1, rotatedAt };
  return retryOrReuse(world, client, family, token);
}

/** The same successor for a retry; reuse ends the family. */
function retryOrReuse(
  world: World,
  client: Client,
  { poolId, sub, familyId }: Family,
  token: RefreshToken,
): Promise<Family | undefined> {
  return world.store.write(async ({ families }) => {
    const now = world.clock.now();
    const latest = await families.find(poolId, sub, familyId);
    if (latest === undefined || latest.endedAt !== undefined) return undefined;
    if (isRetry(client, latest, token, now)) return latest;
    await families.end(poolId, sub, familyId, "refreshTokenReused", now);
    return undefined;
  });
}

/** On both sides of the rotation: another node's clock may be ahead of ours, and must not widen the window by the difference. */
function isRetry(client: Client, family: Family, token: RefreshToken, now: number): boolean {
  const graceMs = (client.settings.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * 1000;
  return (
    // Without a grace period nothing is a retry, whatever the clock of another node wrote.
    graceMs > 0 &&
    token.generation === family.generation - 1 &&
    family.rotatedAt !== undefined &&
    Math.abs(now - family.rotatedAt) < graceMs
  );
}

function refuse(cause: RefreshRefusal): Refused {
  return { ok: false, cause };
}
