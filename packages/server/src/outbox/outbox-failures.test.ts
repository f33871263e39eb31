import { expect, test } from "vitest";
import { aBody, aCarrier, aWorld, find, later, opened, write } from "../../test/support/outbox.ts";
import type { Carried } from "../core/messages/carrier.ts";
import type { World } from "../core/ports.ts";
import { createOutbox } from "./outbox.ts";

const minute = 60;
const hour = 60 * minute;

test("whatever fails is tried again after 30 seconds, a minute and so on up to an hour, and given up after a day", async () => {
  const world = await aWorld();
  const { messageId } = await write(world);
  const { letters, carrier } = aCarrier(...Array<Carried>(99).fill(later));
  const outbox = opened(world, { EMAIL: carrier });
  const waits: number[] = [];
  for (;;) {
    await outbox.drain();
    const { dueAt = 0, failedAt } = (await find(world, messageId)) ?? {};
    if (failedAt !== undefined) break;
    const wait = (dueAt - world.clock.now()) / 1000;
    waits.push(wait);
    world.clock.advance(wait - 1);
    const before = letters.length;
    await outbox.drain();
    expect(letters).toHaveLength(before);
    world.clock.advance(1);
  }
  expect(waits.slice(0, 9)).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  expect([total > 23 * hour, total < 24 * hour]).toEqual([true, true]);
  expect(world.warnings).toHaveLength(letters.length);
  expect(world.warnings.at(-1)?.[1]).toBe("a message was given up");
  world.clock.advance(48 * hour);
  await outbox.drain();
  expect(letters).toHaveLength(waits.length + 1);
});

test("a code that is no longer good is not sent: whoever read it would try it in vain", async () => {
  const world = await aWorld();
  const sealedBody = aBody(world, world.clock.now() + 3 * minute * 1000);
  const { messageId } = await write(world, { sealedBody });
  const { letters, carrier } = aCarrier(later, later);
  const outbox = opened(world, { EMAIL: carrier });
  for (const wait of [0, 30, 2 * minute + 29]) {
    world.clock.advance(wait);
    await outbox.drain();
  }
  expect([letters.length, await find(world, messageId)]).toMatchObject([3, { sentAt: expect.any(Number) }]);
  const late = await write(world, { sealedBody });
  world.clock.advance(1);
  await outbox.drain();
  expect(letters).toHaveLength(3);
  expect(await find(world, late.messageId)).toMatchObject({
    sentAt: undefined,
    failedAt: expect.any(Number),
  });
  expect(world.warnings.at(-1)).toMatchObject([
    { reason: "its code is no longer good" },
    "a message was given up",
  ]);
});

test("what waited for a day without an attempt is given up", async () => {
  const world = await aWorld();
  const { messageId } = await write(world);
  world.clock.advance(24 * hour);
  const { letters, carrier } = aCarrier();
  await opened(world, { EMAIL: carrier }).drain();
  expect(letters).toEqual([]);
  expect(await find(world, messageId)).toMatchObject({ failedAt: world.clock.now() });
});

test("a recipient refused for good is not tried again", async () => {
  const world = await aWorld();
  const { messageId } = await write(world);
  const { letters, carrier } = aCarrier({ kind: "never", reason: "550" });
  const outbox = opened(world, { EMAIL: carrier });
  await outbox.drain();
  world.clock.advance(hour);
  await outbox.drain();
  expect(letters).toHaveLength(1);
  expect(await find(world, messageId)).toMatchObject({ sentAt: undefined, failedAt: expect.any(Number) });
});

test("the log says why, and neither to whom nor what", async () => {
  const world = await aWorld();
  const { messageId, poolId } = await write(world);
  await write(world, { medium: "SMS", to: "+15550101234" });
  const reason = "CONN";
  await opened(world, { EMAIL: aCarrier(later).carrier, SMS: aCarrier(later).carrier }).drain();
  const [detail] = world.warnings.find(([each]) => each["medium"] === "EMAIL") ?? [];
  expect(detail).toEqual({ poolId, messageId, medium: "EMAIL", to: "a***@e***", attempts: 1, reason });
  const said = JSON.stringify(world.warnings);
  for (const secret of ["ada@example.com", "+15550101234", "493027", "Hello"])
    expect(said).not.toContain(secret);
});

test("a process that dies before it has written down what it sent loses no message; it is sent twice at most", async () => {
  const world = await aWorld();
  const { messageId } = await write(world);
  const taken = Promise.withResolvers<string>();
  const dying = createOutbox(world, {
    EMAIL: (letter) => {
      taken.resolve(letter.messageId);
      return new Promise(() => undefined);
    },
    SMS: undefined,
  });
  void dying.drain();
  expect(await taken.promise).toBe(messageId);
  const { ids, carrier } = aCarrier();
  const outbox = opened(world, { EMAIL: carrier });
  world.clock.advance(59);
  await outbox.drain();
  expect(ids()).toEqual([]);
  world.clock.advance(1);
  await outbox.drain();
  world.clock.advance(hour);
  await outbox.drain();
  expect(ids()).toEqual([messageId]);
});

test("without a way out a message waits, and goes when there is one", async () => {
  const world = await aWorld();
  const { messageId } = await write(world);
  await opened(world, {}).drain();
  expect(await find(world, messageId)).toMatchObject({ sentAt: undefined, failedAt: undefined });
  expect(world.warnings).toEqual([]);
  world.clock.advance(10 * minute);
  const { ids, carrier } = aCarrier();
  await opened(world, { EMAIL: carrier }).drain();
  expect(ids()).toEqual([messageId]);
});

test("storage in trouble is reported, and not asked again at once", async () => {
  const world = await aWorld();
  await write(world);
  let looks = 0;
  const errors: string[] = [];
  const { letters, carrier } = aCarrier();
  const broken: World = {
    ...world,
    store: {
      ...world.store,
      write: () => {
        looks += 1;
        return Promise.reject(new Error("disk full"));
      },
    },
    log: { ...world.log, error: (_detail, message) => void errors.push(message) },
  };
  await opened(broken, { EMAIL: carrier }).drain();
  expect([looks, letters, errors]).toEqual([1, [], ["a message could not be settled"]]);
});

test("what does not open any more is given up", async () => {
  const world = await aWorld();
  const { messageId } = await write(world, { sealedBody: "sealed elsewhere" });
  const { letters, carrier } = aCarrier();
  await opened(world, { EMAIL: carrier }).drain();
  expect(letters).toEqual([]);
  expect(await find(world, messageId)).toMatchObject({ failedAt: expect.any(Number) });
});
