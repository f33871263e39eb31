/** One quickstart pool per data folder: made at first start and after a reset, kept otherwise. */
import { isDeepStrictEqual } from "node:util";
import type { AdjustableClock } from "../clock/clock.ts";
import type { Credentials } from "../core/access-keys/ensure-admin-key.ts";
import { accessKeySecret } from "../core/access-keys/secret.ts";
import { poolId } from "../core/ids.ts";
import type { World } from "../core/ports.ts";
import { issuerOf } from "../core/tokens/issuer.ts";
import { makeQuickstart } from "./quickstart.ts";
import { type Quickstart, readQuickstart, writeQuickstart } from "./quickstart-file.ts";

export interface QuickstartOptions {
  readonly world: World;
  readonly dataFolder: string;
  /** The operator's own choice of a first key. */
  readonly adminKey: Credentials | undefined;
}

/** What the file says, corrected where the port or the key has changed; a new pool when its own is gone. */
export async function keepQuickstart(options: QuickstartOptions): Promise<Quickstart> {
  const { world, dataFolder } = options;
  const kept = readQuickstart(dataFolder);
  const pool = kept && (await world.store.read.pools.find(poolId(kept.userPoolId)));
  if (kept === undefined || pool === undefined) return newQuickstart(options);
  const current: Quickstart = {
    ...kept,
    endpoint: world.settings.publicUrl,
    issuer: issuerOf(world, pool.poolId),
    ...(await adminCredentials(options, kept)),
  };
  if (!isDeepStrictEqual(current, kept)) writeQuickstart(dataFolder, current);
  return current;
}

/** Deletes every pool with everything in it, sets the clock back and begins again. Access keys stay. */
export async function renewQuickstart(
  options: QuickstartOptions & { clock: AdjustableClock },
): Promise<Quickstart> {
  const { world, clock } = options;
  await world.store.write(async ({ pools }) => {
    const all = await pools.list(undefined, { limit: Number.MAX_SAFE_INTEGER });
    for (const pool of all) await pools.delete(pool.poolId);
  });
  clock.reset();
  return newQuickstart(options);
}

async function newQuickstart(options: QuickstartOptions): Promise<Quickstart> {
  const { world, dataFolder } = options;
  const quickstart = await makeQuickstart(world, await adminCredentials(options, undefined));
  writeQuickstart(dataFolder, quickstart);
  return quickstart;
}

/** The operator's key, or the one in the file while it is good, or any that may do everything: there always is one. */
async function adminCredentials(
  { world, adminKey }: QuickstartOptions,
  kept: Quickstart | undefined,
): Promise<Credentials> {
  if (adminKey !== undefined) return adminKey;
  const { accessKeys } = world.store.read;
  const known = kept && (await accessKeys.find(kept.accessKeyId));
  const key = known ?? (await accessKeys.list()).find(({ scope }) => scope.kind === "ALL");
  if (key === undefined) throw new Error("the house has no admin key");
  return { accessKeyId: key.accessKeyId, secretAccessKey: accessKeySecret(world, key) };
}
