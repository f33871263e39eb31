/** How long an app may reuse a browser's sign-in without asking the person again, counted from the sign-in itself. */
import type { Client } from "../clients/client.ts";
import { everyRow, type PageRequest } from "../page.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";

const defaultSeconds = 3600;

/** Where the pool tracks sessions the client decides, within what the pool allows; 0 is never. */
export function reuseSeconds(pool: Pool, { ssoMinutes }: Client): number {
  const longest = poolSeconds(pool);
  if (!pool.sessions.isTracking) return longest ?? defaultSeconds;
  return Math.min(ssoMinutes * 60, longest ?? Number.POSITIVE_INFINITY);
}

/** How long it is kept: as the pool says, or as long as its most patient app may reuse it, and then no less than an hour. */
export async function browserSessionSeconds(world: World, pool: Pool): Promise<number> {
  const ofPool = poolSeconds(pool);
  if (ofPool !== undefined) return ofPool;
  let longest = defaultSeconds;
  if (!pool.sessions.isTracking) return longest;
  const list = (page: PageRequest) => world.store.read.clients.list(pool.poolId, page);
  for await (const client of everyRow(list, ({ clientId }) => clientId)) {
    longest = Math.max(longest, reuseSeconds(pool, client));
  }
  return longest;
}

function poolSeconds({ sessions }: Pool): number | undefined {
  const { maxMinutes } = sessions.browser ?? {};
  return maxMinutes === undefined ? undefined : maxMinutes * 60;
}
