/** What is due as time passes: keys to rotate, and rows that nothing can ask for any more. Running it twice does no harm. */
import { type Chain, houseChain } from "./audit/audit-record.ts";
import { sealChain } from "./audit/seal.ts";
import { Unavailable } from "./failures.ts";
import type { PoolId } from "./ids.ts";
import { everyRow, type PageRequest } from "./page.ts";
import type { World } from "./ports.ts";
import type { Tables } from "./tables.ts";
import { keepSigningKeys } from "./tokens/signing-keys.ts";
import { removeUnfinished } from "./users/remove-unfinished.ts";

const hour = 3_600_000;
export const housekeepingIntervalMs = hour;

/** Failed requests are explained for a week, and the newest of a pool however many fail. */
const eventLifeMs = 7 * 24 * hour;
const eventsKept = 100_000;
const authEventLifeMs = 90 * 24 * hour;
/** Once sent or given up: long enough to see what became of it. */
const messageLifeMs = 7 * 24 * hour;

/**
 * Servers on one database go by their own clocks: what the one that is ahead forgets could be used once more, or tried again, on another.
 * Doctor complains from half a minute on.
 */
const clockMarginMs = hour;

/** Rows of one transaction. On SQLite each is a page or two of the log: 500 were 70 ms on a busy machine, in which nobody signs in. */
const prunedAtOnce = 100;

/** `isClosing` ends it between two steps. A step that fails is told to the log, and the others are taken; without the database it throws. */
export async function keepHouse(world: World, isClosing: () => boolean = () => false): Promise<void> {
  const listPools = (page: PageRequest) => world.store.read.pools.list(undefined, page);
  for await (const pool of everyRow(listPools, ({ poolId }) => poolId)) {
    if (isClosing()) break;
    await apart(world, () => keepSigningKeys(world, pool));
    await apart(world, () => keepChain(world, pool.poolId));
    await apart(world, () => removeUnfinished(world, pool, isClosing));
    await apart(world, () => keepNewestEvents(world, pool.poolId, isClosing));
  }
  for (const poolId of await world.store.read.pools.listDeleted()) {
    const prune: Prune = ({ pools }, most) => pools.pruneDeleted(poolId, most);
    await apart(world, () => pruneAll(world, prune, isClosing));
  }
  await apart(world, () => keepChain(world, houseChain));
  await apart(world, () => keepNewestEvents(world, undefined, isClosing));
  for (const chain of await world.store.read.audit.listWaitingChains()) {
    await apart(world, () => sealChain(world, chain));
  }
  const now = world.clock.now();
  for (const prune of prunings(now)) await apart(world, () => pruneAll(world, prune, isClosing));
}

async function apart(world: World, step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (cause) {
    if (cause instanceof Unavailable) throw cause;
    world.log.error({ err: cause }, "a step of the housekeeping failed, and the others go on");
  }
}

/** Every chain has an end, so that one without was removed. */
async function keepChain(world: World, chain: Chain): Promise<void> {
  if ((await world.store.read.audit.findHead(chain)) === undefined) await sealChain(world, chain);
}

/** They are counted once and not in each batch: there are many where somebody sends nothing but failures. */
async function keepNewestEvents(
  world: World,
  poolId: PoolId | undefined,
  isClosing: () => boolean,
): Promise<void> {
  const oldest = await world.store.read.events.findOldestOf(poolId, eventsKept);
  if (oldest === undefined) return;
  await pruneAll(world, ({ events }, most) => events.pruneOfPool(poolId, oldest, most), isClosing);
}

/** Each batch waits its turn behind whoever asked meanwhile, so nobody waits longer than one takes. */
async function pruneAll({ store }: World, prune: Prune, isClosing: () => boolean): Promise<void> {
  let pruned = prunedAtOnce;
  while (pruned >= prunedAtOnce && !isClosing()) {
    pruned = await store.write((tables) => prune(tables, prunedAtOnce));
  }
}

/** Answers how many rows went: fewer than it may take is the end. */
type Prune = (tables: Tables, most: number) => Promise<number>;

function prunings(now: number): readonly Prune[] {
  const pastForAll = now - clockMarginMs;
  return [
    ({ attempts }, most) => attempts.prune(pastForAll, most),
    ({ authEvents }, most) => authEvents.prune(now - authEventLifeMs, most),
    ({ authorizationCodes }, most) => authorizationCodes.prune(now, most),
    ({ browserSessions }, most) => browserSessions.prune(now, most),
    ({ families }, most) => families.prune(now, most),
    ({ flows }, most) => flows.prune(now, most),
    ({ messages }, most) => messages.prune(now - messageLifeMs, most),
    ({ quotas }, most) => quotas.prune(pastForAll, most),
    ({ singleUse }, most) => singleUse.prune(pastForAll, most),
    ({ verificationCodes }, most) => verificationCodes.prune(now, most),
    ({ events }, most) => events.prune(now - eventLifeMs, most),
  ];
}
