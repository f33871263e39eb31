/** What time brings: keys to rotate, and rows that nothing can ask for any more. Doing it twice does no harm. */
import type { World } from "./ports.ts";
import { keepSigningKeys } from "./tokens/signing-keys.ts";

const hour = 3_600_000;
export const housekeepingIntervalMs = hour;

/** Failed requests are explained for a week, and the newest of a pool however many fail. */
const eventLifeMs = 7 * 24 * hour;
const eventsKept = 100_000;
const authEventLifeMs = 90 * 24 * hour;
/** Once sent or given up: long enough to see what became of it. */
const messageLifeMs = 7 * 24 * hour;

export async function keepHouse(world: World): Promise<void> {
  let after: string | undefined;
  do {
    const pools = await world.store.read.pools.list(undefined, { limit: 100, after });
    for (const pool of pools) await keepSigningKeys(world, pool);
    after = pools.at(-1)?.poolId;
  } while (after !== undefined);
  const now = world.clock.now();
  await world.store.write(async (tables) => {
    await tables.attempts.prune(now);
    await tables.authEvents.prune(now - authEventLifeMs);
    await tables.authorizationCodes.prune(now);
    await tables.browserSessions.prune(now);
    await tables.families.prune(now);
    await tables.flows.prune(now);
    await tables.messages.prune(now - messageLifeMs);
    await tables.quotas.prune(now);
    await tables.singleUse.prune(now);
    await tables.verificationCodes.prune(now);
    await tables.events.prune(now - eventLifeMs, eventsKept);
  });
}
