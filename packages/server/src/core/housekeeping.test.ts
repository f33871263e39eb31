import { expect, test } from "vitest";
import { ada, aMessage, anAuthEvent, aPool, house, neighbour } from "../../test/sql/fixtures.ts";
import { testWorld } from "../../test/support/world.ts";
import { keepHouse } from "./housekeeping.ts";
import type { PoolId } from "./ids.ts";

const hour = 3_600_000;
const day = 24 * hour;

test("sign-ins are remembered for ninety days", async () => {
  const world = await testWorld();
  const limit = world.clock.now() - 90 * day;
  await world.store.write(async ({ authEvents }) => {
    await authEvents.put(anAuthEvent({ eventId: "kept", at: limit }));
    await authEvents.put(anAuthEvent({ eventId: "old", at: limit - 1 }));
  });
  await keepHouse(world);
  const left = await world.store.read.authEvents.listOfUser(house, ada, { limit: 9 });
  expect(left.map(({ eventId }) => eventId)).toEqual(["kept"]);
});

test("a message goes a week after it was sent or given up, and not before", async () => {
  const world = await testWorld();
  const limit = world.clock.now() - 7 * day;
  const message = { createdAt: limit - day, dueAt: limit - day };
  await world.store.write(async ({ messages }) => {
    await messages.insert(aMessage({ ...message, messageId: "sent", sentAt: limit }));
    await messages.insert(aMessage({ ...message, messageId: "sent long ago", sentAt: limit - 1 }));
    await messages.insert(aMessage({ ...message, messageId: "given up", failedAt: limit - 1 }));
    await messages.insert(aMessage({ ...message, messageId: "waiting" }));
  });
  await keepHouse(world);
  const left = await world.store.read.messages.listNewest(9);
  expect(left.map(({ messageId }) => messageId)).toEqual(["sent", "waiting"]);
});

test("a quota goes an hour after its hour is over", async () => {
  const world = await testWorld();
  const now = world.clock.now();
  const count = () => world.store.write(({ quotas }) => quotas.count(house, ada, "code", 1, now));
  expect([await count(), await count()]).toEqual([true, false]);
  await keepHouse(world);
  expect(await count()).toBe(false);
  world.clock.advance(2 * 3600);
  await keepHouse(world);
  // Asked for the same hour: a later one would begin anew anyway.
  expect(await count()).toBe(true);
});

test("AP-11 AC-02 what is used up, and who is locked out, stays so on servers whose clocks are behind", async () => {
  const world = await testWorld();
  const now = world.clock.now();
  const use = () => world.store.write(({ singleUse }) => singleUse.use(house, "session", now + 180_000));
  const isLocked = () => world.store.read.attempts.findLocked(house, ada, now);
  expect(await use()).toBe(true);
  for (let failures = 0; failures < 5; failures += 1) {
    await world.store.write(({ attempts }) => attempts.count(house, ada, now));
  }
  expect(await isLocked()).toBe(true);
  world.clock.advance(20 * 60);
  await keepHouse(world);
  expect([await use(), await isLocked()]).toEqual([false, true]);
  world.clock.advance(3600);
  await keepHouse(world);
  expect([await use(), await isLocked()]).toEqual([true, false]);
});

test("what fails for one pool keeps nothing from the others, nor from what is old", async () => {
  const world = await testWorld();
  const now = world.clock.now();
  await world.store.write(async ({ attempts, pools }) => {
    // Neither has a signing key.
    for (const poolId of [house, neighbour]) await pools.insert(aPool({ poolId }));
    await attempts.count(house, ada, now);
  });
  world.clock.advance(24 * 3600);
  await keepHouse(world);
  for (const chain of [house, neighbour]) expect(await world.store.read.audit.findHead(chain)).toBeDefined();
  expect(await world.store.write(({ attempts }) => attempts.prune(world.clock.now(), 9))).toBe(0);
});

test("more rows than one transaction takes go all the same, and not while the house closes", async () => {
  const world = await testWorld();
  const now = world.clock.now();
  await world.store.write(async ({ attempts }) => {
    for (let each = 0; each < 1201; each++) await attempts.count(house, `somebody ${each}`, now);
  });
  world.clock.advance(24 * 3600);
  const left = () => world.store.write(({ attempts }) => attempts.prune(world.clock.now(), 9999));
  let looks = 0;
  await keepHouse(world, () => looks++ > 1);
  expect(await left()).toBe(1001);
  await world.store.write(async ({ attempts }) => {
    for (let each = 0; each < 1201; each++) await attempts.count(house, `somebody ${each}`, now);
  });
  await keepHouse(world);
  expect(await left()).toBe(0);
});

test("what is left of a large pool that was deleted goes, and nothing of the others", async () => {
  const world = await testWorld();
  const expiresAt = world.clock.now() + day;
  const use = (poolId: PoolId) =>
    world.store.write(async ({ singleUse }) => {
      const ids = Array.from({ length: 1250 }, (_, each) => `session ${each}`);
      return (await Promise.all(ids.map((id) => singleUse.use(poolId, id, expiresAt)))).filter(
        (isNew) => isNew,
      );
    });
  for (const poolId of [house, neighbour]) {
    await world.store.write(({ pools }) => pools.insert(aPool({ poolId })));
    await use(poolId);
  }
  await world.store.write(({ pools }) => pools.delete(house));
  expect(await world.store.read.pools.listDeleted()).toEqual([house]);
  await keepHouse(world);
  expect(await world.store.read.pools.listDeleted()).toEqual([]);
  expect([await use(house), await use(neighbour)].map(({ length }) => length)).toEqual([1250, 0]);
});
