import { expect, test } from "vitest";
import { aFamily, aUser, house } from "../../../test/sql/fixtures.ts";
import { plainPool } from "../../../test/support/plain.ts";
import { testWorld } from "../../../test/support/world.ts";
import { sub } from "../ids.ts";
import { removeUnfinished } from "./remove-unfinished.ts";

const pool = plainPool({ poolId: house, unfinishedAccountDays: 1 });
const open = () => false;

async function unconfirmed(count: number) {
  const world = await testWorld();
  const createdAt = world.clock.now() - 24 * 3_600_000;
  await world.store.write(async ({ users }) => {
    for (let each = 0; each < count; each++) {
      const name = `person-${each}`;
      await users.insert(aUser({ sub: sub(name), username: name, status: "UNCONFIRMED", createdAt }), []);
    }
  });
  return world;
}

test("takes fifty in one transaction, and leaves the rest to the next time when the house closes", async () => {
  const world = await unconfirmed(120);
  await removeUnfinished(world, pool, () => true);
  expect(await world.store.read.users.countAbout(house)).toBe(70);
  await removeUnfinished(world, pool, open);
  expect(await world.store.read.users.countAbout(house)).toBe(0);
});

test("looks beyond a page of people who stay", async () => {
  const world = await unconfirmed(120);
  await world.store.write(async ({ users }) => {
    const people = await users.list(house, undefined, { limit: 100 });
    for (const user of people) await users.update({ ...user, isEnabled: false }, []);
  });
  await removeUnfinished(world, pool, open);
  expect(await world.store.read.users.countAbout(house)).toBe(100);
});

test("never takes somebody who is signed in, whatever their account says", async () => {
  const world = await unconfirmed(1);
  const family = aFamily({ sub: sub("person-0"), endedAt: undefined, expiresAt: world.clock.now() + 1 });
  await world.store.write(({ families }) => families.insert(family));
  await removeUnfinished(world, pool, open);
  expect(await world.store.read.users.countAbout(house)).toBe(1);
});
