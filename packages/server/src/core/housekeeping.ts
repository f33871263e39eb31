/** What time brings: keys to rotate, and rows that nothing can ask for any more. Doing it twice does no harm. */
import { type Chain, houseChain } from "./audit/audit-record.ts";
import { sealChain } from "./audit/seal.ts";
import type { World } from "./ports.ts";
import type { Tables } from "./tables.ts";
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
    for (const pool of pools) {
      await keepSigningKeys(world, pool);
      await keepChain(world, pool.poolId);
    }
    after = pools.at(-1)?.poolId;
  } while (after !== undefined);
  await keepChain(world, houseChain);
  for (const chain of await world.store.read.audit.listWaitingChains()) await sealChain(world, chain);
  const now = world.clock.now();
  // Each by itself: together they would stand in the way of every other write while they run.
  for (const prune of prunings(now)) await world.store.write(prune);
}

/** Every chain has an end, so that one without was removed. */
async function keepChain(world: World, chain: Chain): Promise<void> {
  if ((await world.store.read.audit.findHead(chain)) === undefined) await sealChain(world, chain);
}

function prunings(now: number): readonly ((tables: Tables) => Promise<void>)[] {
  return [
    ({ attempts }) => attempts.prune(now),
    ({ authEvents }) => authEvents.prune(now - authEventLifeMs),
    ({ authorizationCodes }) => authorizationCodes.prune(now),
    ({ browserSessions }) => browserSessions.prune(now),
    ({ families }) => families.prune(now),
    ({ flows }) => flows.prune(now),
    ({ messages }) => messages.prune(now - messageLifeMs),
    ({ quotas }) => quotas.prune(now),
    ({ singleUse }) => singleUse.prune(now),
    ({ verificationCodes }) => verificationCodes.prune(now),
    ({ events }) => events.prune(now - eventLifeMs, eventsKept),
  ];
}
