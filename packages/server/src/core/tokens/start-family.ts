/** Stores a new sign-in, in the transaction that completes it. */
import type { Client } from "../clients/client.ts";
import { type DeviceKey, type FamilyId, familyId } from "../ids.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { User } from "../users/user.ts";
import type { Family } from "./family.ts";
import { lifetimesOf } from "./lifetimes.ts";

export interface NewFamily {
  readonly client: Client;
  readonly user: User;
  readonly scopes: readonly string[];
  readonly isHosted: boolean;
  readonly authenticatedAt: number;
  readonly deviceKey?: DeviceKey | undefined;
  readonly sessionId?: string | undefined;
  readonly originSessionId?: string | undefined;
  readonly ipAddress?: string | undefined;
  /** Decided beforehand for an authorization code. */
  readonly familyId?: FamilyId;
}

export async function startFamily(world: World, tables: Tables, start: NewFamily): Promise<Family> {
  const now = world.clock.now();
  const { client, user, scopes, isHosted, authenticatedAt } = start;
  const family: Family = {
    poolId: client.poolId,
    sub: user.sub,
    familyId: start.familyId ?? familyId(world.random.uuid()),
    clientId: client.clientId,
    generation: 0,
    rotatedAt: undefined,
    scopes,
    isHosted,
    authenticatedAt,
    deviceKey: start.deviceKey,
    sessionId: start.sessionId,
    originSessionId: start.originSessionId,
    lastUsedAt: now,
    ipAddress: start.ipAddress,
    createdAt: now,
    expiresAt: now + lifetimesOf(client).refreshSeconds * 1000,
    endedAt: undefined,
    endReason: undefined,
  };
  await tables.families.insert(family);
  return family;
}
