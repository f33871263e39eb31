/** A refresh counts as use: the session becomes the last to be evicted. Without tracking nothing is written. */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Family } from "../tokens/family.ts";
import { writeAtOnce } from "../write-at-once.ts";

export async function touchSession(
  world: World,
  { sessions }: Pool,
  { poolId, sub, familyId }: Family,
  ipAddress: string | undefined,
): Promise<void> {
  if (!sessions.isTracking) return;
  const now = world.clock.now();
  await writeAtOnce(world.store, ({ families }) => families.touch(poolId, sub, familyId, ipAddress, now));
}
