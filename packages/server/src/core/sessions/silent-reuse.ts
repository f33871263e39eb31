/** How long a browser's sign-in answers an app without asking the person again, counted from the sign-in itself. */
import type { Client } from "../clients/client.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";

const untrackedSeconds = 3600;

/** The client decides where the pool tracks sessions; 0 is never. */
export function reuseSeconds({ sessions }: Pool, { ssoMinutes }: Client): number {
  return sessions.isTracking ? ssoMinutes * 60 : untrackedSeconds;
}

/** How long it is kept: as long as the most patient app of the pool may reuse it, and no less than an hour. */
export async function browserSessionSeconds(world: World, pool: Pool): Promise<number> {
  let longest = untrackedSeconds;
  if (!pool.sessions.isTracking) return longest;
  let after: string | undefined;
  do {
    const clients = await world.store.read.clients.list(pool.poolId, { limit: 100, after });
    longest = Math.max(longest, ...clients.map((client) => reuseSeconds(pool, client)));
    after = clients.at(-1)?.clientId;
  } while (after !== undefined);
  return longest;
}
