/** How long an app may reuse a browser's sign-in without asking the person again, counted from the sign-in itself. */
import type { Client } from "../clients/client.ts";
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
  let after: string | undefined;
  do {
    const clients = await world.store.read.clients.list(pool.poolId, { limit: 100, after });
    longest = Math.max(longest, ...clients.map((client) => reuseSeconds(pool, client)));
    after = clients.at(-1)?.clientId;
  } while (after !== undefined);
  return longest;
}

function poolSeconds({ sessions }: Pool): number | undefined {
  const { maxMinutes } = sessions.browser ?? {};
  return maxMinutes === undefined ? undefined : maxMinutes * 60;
}
