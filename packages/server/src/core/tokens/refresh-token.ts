/** The content of a refresh token: which generation of which family it is. Clients cannot read it. */
import {
  type ClientId,
  clientId,
  type FamilyId,
  familyId,
  type PoolId,
  poolId,
  type Sub,
  sub,
} from "../ids.ts";
import type { World } from "../ports.ts";

export interface RefreshToken {
  readonly poolId: PoolId;
  readonly clientId: ClientId;
  readonly sub: Sub;
  readonly familyId: FamilyId;
  readonly generation: number;
  /** Epoch ms. */
  readonly expiresAt: number;
}

export function sealRefreshToken(world: Pick<World, "sealing">, token: RefreshToken): string {
  const { poolId, clientId, sub, familyId, generation, expiresAt } = token;
  return world.sealing.sealRefreshToken(
    JSON.stringify([poolId, clientId, sub, familyId, generation, expiresAt]),
  );
}

/** Undefined for everything we did not make. */
export function openRefreshToken(world: Pick<World, "sealing">, token: string): RefreshToken | undefined {
  const payload = world.sealing.openRefreshToken(token);
  if (payload === undefined) return undefined;
  const fields: unknown = JSON.parse(payload);
  if (!Array.isArray(fields)) return undefined;
  const [pool, client, person, family, generation, expiresAt] = fields;
  return {
    poolId: poolId(String(pool)),
    clientId: clientId(String(client)),
    sub: sub(String(person)),
    familyId: familyId(String(family)),
    generation: Number(generation),
    expiresAt: Number(expiresAt),
  };
}
