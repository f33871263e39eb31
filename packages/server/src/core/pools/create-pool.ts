/** Creates a pool that can sign at once: the pool and both its signing keys are stored together. */
import type { CreateUserPoolRequest } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { type PoolId, poolId } from "../ids.ts";
import type { World } from "../ports.ts";
import { untrackedSessions } from "../sessions/pool-sessions.ts";
import { createSigningKeys } from "../tokens/signing-keys.ts";
import { requireTriggers } from "../triggers/require-triggers.ts";
import { newPoolSettings } from "./defaults.ts";
import type { Pool } from "./pool.ts";
import { requireNewPool, requirePoolSettings } from "./rules.ts";
import { newSchema } from "./schema.ts";

const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export async function createPool(
  world: World,
  region: string,
  input: CreateUserPoolRequest,
  fail: Fail<"InvalidParameterException" | "FeatureUnavailableInTierException">,
): Promise<Pool> {
  requireNewPool(input, fail);
  const settings = newPoolSettings(input, newSchema(input.Schema ?? [], fail));
  requirePoolSettings(settings, {}, fail);
  requireTriggers(world, settings, fail);
  const id = await freePoolId(world, region);
  const now = world.clock.now();
  const pool: Pool = {
    poolId: id,
    settings,
    mfa: {},
    hasEternalIdTokens: false,
    sessions: untrackedSessions,
    risk: {},
    triggerTargets: [],
    unfinishedAccountDays: 0,
    createdAt: now,
    modifiedAt: now,
  };
  const keys = await createSigningKeys(world, id);
  await world.store.write(async (tables) => {
    await tables.pools.insert(pool);
    for (const key of keys) await tables.signingKeys.insert(key);
  });
  return pool;
}

/** Random, so one that is taken is next to impossible; the table's own key has the last word. */
async function freePoolId(world: World, region: string): Promise<PoolId> {
  for (;;) {
    const id = poolId(`${region}_${world.random.characters(9, idAlphabet)}`);
    if ((await world.store.read.pools.find(id)) === undefined) return id;
  }
}
