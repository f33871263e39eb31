/**
 * Starts a sign-in's family. If the pool tracks sessions it gets a session id, and the least recently used ones end if
 * there are too many.
 */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { Family } from "../tokens/family.ts";
import { type NewFamily, startFamily } from "../tokens/start-family.ts";
import { newSessionId } from "./session-id.ts";

/** Sign-ins from before the tracking count too: the limit is on how many there are, not on how many are listed. */
export async function startTrackedFamily(
  world: World,
  tables: Tables,
  { sessions }: Pool,
  start: NewFamily,
): Promise<Family> {
  if (!sessions.isTracking) return startFamily(world, tables, start);
  const { poolId, sub } = start.user;
  const now = world.clock.now();
  const living = await tables.families.listLivingOfUser(poolId, sub, now);
  const tooMany = living.slice(0, Math.max(0, living.length + 1 - sessions.mostPerUser));
  for (const { familyId } of tooMany) {
    await tables.families.end(poolId, sub, familyId, "tooManySessions", now);
  }
  return startFamily(world, tables, { ...start, sessionId: newSessionId(world, "tkn") });
}
