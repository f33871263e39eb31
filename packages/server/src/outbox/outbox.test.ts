import { expect, test } from "vitest";
import { aCarrier, aMessage, aWorld, find, opened, words, write } from "../../test/support/outbox.ts";
import type { Carried, Carrier } from "../core/messages/carrier.ts";
import { watchMessages } from "./watch-store.ts";

test("what was written goes out as it stands there, once", async () => {
  const world = await aWorld();
  const { messageId, createdAt } = await write(world);
  const { letters, carrier } = aCarrier();
  const outbox = opened(world, { EMAIL: carrier });
  await outbox.drain();
  await outbox.drain();
  expect(letters).toEqual([
    {
      poolId: world.pool.poolId,
      messageId,
      to: "ada@example.com",
      subject: "Hello",
      text: words,
      html: `<p>${words}</p>`,
      from: undefined,
      replyTo: undefined,
      createdAt,
    },
  ]);
  expect(await find(world, messageId)).toMatchObject({ sentAt: world.clock.now(), attempts: 1 });
});

test("of several processes one sends each message", async () => {
  const world = await aWorld();
  for (let written = 0; written < 60; written += 1) await write(world);
  const { ids, carrier } = aCarrier();
  await Promise.all([1, 2, 3].map(() => opened(world, { EMAIL: carrier }).drain()));
  expect(ids()).toHaveLength(60);
  expect(new Set(ids()).size).toBe(60);
});

test("four e-mails are sent at a time, and no more", async () => {
  const world = await aWorld();
  for (let written = 0; written < 30; written += 1) await write(world);
  let now = 0;
  let most = 0;
  const four = Promise.withResolvers<void>();
  const carrier: Carrier = async () => {
    now += 1;
    most = Math.max(most, now);
    // The first ones wait for each other, so that the pace of the storage decides nothing.
    if (now === 4) four.resolve();
    await four.promise;
    now -= 1;
    return { kind: "sent" };
  };
  await opened(world, { EMAIL: carrier }).drain();
  expect(most).toBe(4);
});

test("a mail server that hangs holds no text message up", async () => {
  const world = await aWorld();
  for (let written = 0; written < 30; written += 1) await write(world);
  const text = await write(world, { medium: "SMS", to: "+15550101234" });
  const arrived = Promise.withResolvers<string>();
  const released = Promise.withResolvers<Carried>();
  const outbox = opened(world, {
    EMAIL: () => released.promise,
    SMS: async ({ messageId }) => {
      arrived.resolve(messageId);
      return { kind: "sent" };
    },
  });
  const drained = outbox.drain();
  expect(await arrived.promise).toBe(text.messageId);
  released.resolve({ kind: "sent" });
  await drained;
});

test("one slow receiver holds up nobody else", async () => {
  const world = await aWorld();
  const slow = await write(world, { to: "slow@example.com" });
  const released = Promise.withResolvers<Carried>();
  const begun = Promise.withResolvers<void>();
  let others = Promise.withResolvers<void>();
  let left = 30;
  const outbox = opened(world, {
    EMAIL: async ({ messageId }) => {
      if (messageId === slow.messageId) {
        begun.resolve();
        return released.promise;
      }
      left -= 1;
      if (left === 0) others.resolve();
      return { kind: "sent" };
    },
  });
  void outbox.drain();
  await begun.promise;
  for (let written = 0; written < 30; written += 1) await write(world);
  const drained = outbox.drain();
  await others.promise;
  others = Promise.withResolvers();
  left = 1;
  await write(world);
  void outbox.drain();
  await others.promise;
  released.resolve({ kind: "sent" });
  await drained;
  expect(await find(world, slow.messageId)).toMatchObject({ attempts: 1, sentAt: expect.any(Number) });
});

test("started, it sends what was left behind and what is written, by itself and after the commit", async () => {
  const world = await aWorld();
  const left = await write(world);
  const arrivals: string[] = [];
  let arrived = Promise.withResolvers<void>();
  const outbox = opened(world, {
    EMAIL: async ({ messageId }) => {
      arrivals.push(messageId);
      arrived.resolve();
      return { kind: "sent" };
    },
  });
  const watched = { ...world, store: watchMessages(world.store, () => outbox.wake()) };
  const early = await write(watched);
  expect(arrivals).toEqual([]);
  outbox.start();
  await outbox.drain();
  expect(new Set(arrivals)).toEqual(new Set([left.messageId, early.messageId]));
  arrived = Promise.withResolvers();
  const { messageId } = await write(watched);
  await arrived.promise;
  expect(arrivals.at(-1)).toBe(messageId);
});

test("woken before it is started, it does not even look", async () => {
  const world = await aWorld();
  await write(world);
  const { read } = world.store;
  let looks = 0;
  const listDue: typeof read.messages.listDue = (...asked) => {
    looks += 1;
    return read.messages.listDue(...asked);
  };
  const watched = {
    ...world,
    store: { ...world.store, read: { ...read, messages: { ...read.messages, listDue } } },
  };
  const { ids, carrier } = aCarrier();
  const outbox = opened(watched, { EMAIL: carrier });
  outbox.wake();
  // Whoever looks asks the storage before the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  expect(looks).toBe(0);
  outbox.start();
  await outbox.drain();
  expect(ids()).toHaveLength(1);
});

test("what was not committed is not announced", async () => {
  const world = await aWorld();
  let wakes = 0;
  const store = watchMessages(world.store, () => {
    wakes += 1;
  });
  const failing = store.write(async ({ messages }) => {
    await messages.insert(aMessage(world));
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  await store.write(({ messages }) => messages.prune(0, 99));
  expect(wakes).toBe(0);
  await write({ ...world, store });
  expect(wakes).toBe(1);
});

test("stopped, it finishes what is under way and keeps the rest", async () => {
  const world = await aWorld();
  for (let written = 0; written < 9; written += 1) await write(world);
  const begun = Promise.withResolvers<void>();
  const released = Promise.withResolvers<Carried>();
  let sent = 0;
  const outbox = opened(world, {
    EMAIL: () => {
      sent += 1;
      begun.resolve();
      return released.promise;
    },
  });
  outbox.start();
  await begun.promise;
  const stopped = outbox.stop();
  released.resolve({ kind: "sent" });
  await stopped;
  const messages = await world.store.read.messages.listNewest(99);
  expect(messages.filter(({ sentAt }) => sentAt !== undefined)).toHaveLength(sent);
  expect(sent).toBeLessThanOrEqual(4);
  outbox.wake();
  await outbox.drain();
  expect(await world.store.read.messages.listDue(world.clock.now(), 99)).toHaveLength(9 - sent);
});

test("what is written while somebody looks, too late to be seen, is sent all the same", async () => {
  const world = await aWorld();
  const { read } = world.store;
  const seen = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const listDue: typeof read.messages.listDue = async (...asked) => {
    const due = await read.messages.listDue(...asked);
    seen.resolve();
    await released.promise;
    return due;
  };
  const slow = {
    ...world,
    store: { ...world.store, read: { ...read, messages: { ...read.messages, listDue } } },
  };
  const { ids, carrier } = aCarrier();
  const outbox = opened(slow, { EMAIL: carrier });
  const first = outbox.drain();
  await seen.promise;
  const { messageId } = await write(world);
  const second = outbox.drain();
  released.resolve();
  await Promise.all([first, second]);
  expect(ids()).toEqual([messageId]);
});
