/**
 * The one way a refresh token is used, for the token endpoint and the JSON API alike. Without rotation it
 * writes nothing. With rotation the generation moves on by one conditional statement; a retry inside the grace
 * window gets the same successor; later reuse ends the family (RFC 9700 §4.14.2).
 */
import { isRotating } from "../clients/auth-flows.ts";
import type { Client } from "../clients/client.ts";
import type { Group } from "../groups/group.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { User } from "../users/user.ts";
import type { Family } from "./family.ts";
import { openRefreshToken, type RefreshToken } from "./refresh-token.ts";

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

export type Redemption =
  | {
      readonly ok: true;
      readonly user: User;
      readonly groups: readonly Group[];
      readonly family: Family;
      readonly rotated: boolean;
    }
  | { readonly ok: false; readonly cause: RefreshRefusal };

/** `admit` may throw after the token has been found good and before it is used up. */
export async function redeemRefreshToken(
  world: World,
  pool: Pool,
  client: Client,
  token: string,
  admit: (family: Family) => void = () => undefined,
): Promise<Redemption> {
  const opened = openRefreshToken(world, token);
  if (opened === undefined) return refuse("refreshTokenMalformed");
  // A stranger's use tells nothing and changes nothing (RFC 6749 §10.4).
  if (opened.clientId !== client.clientId || opened.poolId !== pool.poolId)
    return refuse("refreshTokenOfOtherClient");
  if (opened.expiresAt <= world.clock.now()) return refuse("refreshTokenExpired");

  const { read } = world.store;
  const [family, user] = await Promise.all([
    read.families.find(opened.poolId, opened.sub, opened.familyId),
    read.users.find(opened.poolId, opened.sub),
  ]);
  if (user === undefined) return refuse("userDeleted");
  if (family === undefined) return refuse("refreshTokenUnknown");
  // Before the end of the sign-in, which disabling brought about: this is the reason that can be mended.
  if (!user.isEnabled) return refuse("userDisabled");
  if (family.endedAt !== undefined) {
    return refuse(family.endReason === "refreshTokenReused" ? "refreshTokenReused" : "refreshTokenRevoked");
  }
  if (user.status === "UNCONFIRMED") return refuse("userNotConfirmed");

  admit(family);
  const current = isRotating(client) ? await rotate(world, client, family, opened) : keep(family, opened);
  if (current === undefined) return refuse("refreshTokenReused");
  const groups = await read.groups.listOfUser(pool.poolId, user.sub);
  return { ok: true, user, groups, family: current, rotated: isRotating(client) };
}

/** Rotation was switched off: whatever generation the family reached stays valid, older ones are not. */
function keep(family: Family, token: RefreshToken): Family | undefined {
  return token.generation === family.generation ? family : undefined;
}

/** The family as the successor sees it; undefined when the token was spent before. */
async function rotate(
  world: World,
  client: Client,
  family: Family,
  token: RefreshToken,
): Promise<Family | undefined> {
  const now = world.clock.now();
  const { poolId, sub, familyId } = family;
  return world.store.write(async ({ families }) => {
    if (await families.rotate(poolId, sub, familyId, token.generation, now)) {
      return { ...family, generation: token.generation + 1, rotatedAt: now };
    }
    const latest = await families.find(poolId, sub, familyId);
    if (latest === undefined || latest.endedAt !== undefined) return undefined;
    if (isRetry(client, latest, token, now)) return latest;
    await families.end(poolId, sub, familyId, "refreshTokenReused", now);
    return undefined;
  });
}

function isRetry(client: Client, family: Family, token: RefreshToken, now: number): boolean {
  const graceMs = (client.settings.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * 1000;
  return (
    token.generation === family.generation - 1 &&
    family.rotatedAt !== undefined &&
    now < family.rotatedAt + graceMs
  );
}

function refuse(cause: RefreshRefusal): Redemption {
  return { ok: false, cause };
}
