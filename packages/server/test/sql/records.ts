import { describe, expect, it } from "vitest";
import type { Store } from "../../src/core/tables.ts";
import { ada, aMessage, anAuthEvent, anEvent, ben, house, neighbour } from "./fixtures.ts";
import { winners } from "./race.ts";

export function messagesSuite(open: () => Promise<Store>): void {
  describe("messages", () => {
    const ids = async (store: Store, now: number, limit = 9) =>
      (await store.read.messages.listDue(now, limit)).map(({ messageId }) => messageId);
    const find = async (store: Store, id: string) =>
      (await store.read.messages.listNewest(99)).find(({ messageId }) => messageId === id);

    it("lists the newest of every pool first", async () => {
      const store = await open();
      const text = aMessage({ messageId: "2", medium: "SMS", subject: undefined, createdAt: 2, sentAt: 3 });
      const newest = aMessage({ messageId: "3", poolId: neighbour, createdAt: 3, attempts: 8, failedAt: 4 });
      await store.write(async ({ messages }) => {
        for (const each of [text, newest, aMessage()]) await messages.insert(each);
      });
      expect(await store.read.messages.listNewest(2)).toEqual([newest, text]);
    });

    it("says of each medium how many wait, and since when", async () => {
      const store = await open();
      expect(await store.read.messages.listBacklogs()).toEqual([]);
      await store.write(async ({ messages }) => {
        await messages.insert(aMessage({ messageId: "1", createdAt: 7 }));
        await messages.insert(aMessage({ messageId: "2", createdAt: 5, poolId: neighbour }));
        await messages.insert(aMessage({ messageId: "3", createdAt: 1, sentAt: 2 }));
        await messages.insert(aMessage({ messageId: "4", createdAt: 1, failedAt: 2 }));
        await messages.insert(aMessage({ messageId: "5", medium: "SMS", createdAt: 9 }));
      });
      expect(await store.read.messages.listBacklogs()).toEqual([
        { medium: "EMAIL", waiting: 2, oldestCreatedAt: 5 },
        { medium: "SMS", waiting: 1, oldestCreatedAt: 9 },
      ]);
    });

    it("lists what is due of every pool, whatever waits longest first", async () => {
      const store = await open();
      expect(await store.read.messages.findNextDue()).toBeUndefined();
      await store.write(async ({ messages }) => {
        await messages.insert(aMessage({ messageId: "third", dueAt: 6 }));
        await messages.insert(aMessage({ messageId: "second", dueAt: 5, poolId: neighbour, createdAt: 2 }));
        await messages.insert(aMessage({ messageId: "first", dueAt: 5, createdAt: 1 }));
        await messages.insert(aMessage({ messageId: "later", dueAt: 7 }));
        await messages.insert(aMessage({ messageId: "sent", dueAt: 1, sentAt: 2 }));
        await messages.insert(aMessage({ messageId: "given up", dueAt: 1, failedAt: 2 }));
      });
      expect(await ids(store, 4)).toEqual([]);
      expect(await ids(store, 6)).toEqual(["first", "second", "third"]);
      expect(await ids(store, 6, 2)).toEqual(["first", "second"]);
      await store.write(({ messages }) =>
        messages.insert(aMessage({ messageId: "text", medium: "SMS", dueAt: 6 })),
      );
      const ofMedium = async (medium: "EMAIL" | "SMS") =>
        (await store.read.messages.listDue(6, 2, medium)).map(({ messageId }) => messageId);
      expect([await ofMedium("EMAIL"), await ofMedium("SMS")]).toEqual([["first", "second"], ["text"]]);
      expect(await store.read.messages.findNextDue()).toBe(5);
    });

    it("lets one of fifty senders claim a message, until its time is up", async () => {
      const store = await open();
      const claim = (now: number, until: number) =>
        winners(store, ({ messages }) => messages.claim(house, "message1", now, until));
      await store.write(({ messages }) => messages.insert(aMessage({ dueAt: 10 })));
      expect(await claim(9, 20)).toBe(0);
      expect(await claim(10, 20)).toBe(1);
      expect(await store.read.messages.findNextDue()).toBe(20);
      expect(await claim(19, 30)).toBe(0);
      expect(await claim(20, 30)).toBe(1);
      expect(await find(store, "message1")).toEqual(aMessage({ dueAt: 30, attempts: 2 }));
      expect(await winners(store, ({ messages }) => messages.claim(neighbour, "message1", 99, 100))).toBe(0);
    });

    it("tries again what failed, and no more what was sent or given up", async () => {
      const store = await open();
      await store.write(async ({ messages }) => {
        for (const messageId of ["sent", "again", "given up"]) {
          await messages.insert(aMessage({ messageId, dueAt: 1 }));
        }
        await messages.markSent(house, "sent", 5);
        await messages.markFailed(house, "again", 5, 60);
        await messages.markFailed(house, "given up", 5, null);
        // Of a sender whose claim had run out.
        await messages.markFailed(house, "sent", 6, null);
        await messages.markSent(neighbour, "again", 6);
        await messages.markFailed(neighbour, "again", 6, null);
      });
      expect(await ids(store, 59)).toEqual([]);
      expect(await ids(store, 60)).toEqual(["again"]);
      expect(await find(store, "sent")).toEqual(aMessage({ messageId: "sent", dueAt: 1, sentAt: 5 }));
      expect(await find(store, "given up")).toEqual(
        aMessage({ messageId: "given up", dueAt: 1, failedAt: 5 }),
      );
      const claim = (id: string) => winners(store, ({ messages }) => messages.claim(house, id, 99, 100));
      expect([await claim("sent"), await claim("given up"), await claim("again")]).toEqual([0, 0, 1]);
    });

    it("removes what was sent or given up, and keeps what waits", async () => {
      const store = await open();
      await store.write(async ({ messages }) => {
        await messages.insert(aMessage({ messageId: "sent", sentAt: 9 }));
        await messages.insert(aMessage({ messageId: "given up", failedAt: 9, poolId: neighbour }));
        await messages.insert(aMessage({ messageId: "sent later", sentAt: 10 }));
        await messages.insert(aMessage({ messageId: "waiting" }));
        await messages.prune(10, 99);
      });
      const left = (await store.read.messages.listNewest(9)).map(({ messageId }) => messageId);
      expect(left).toEqual(["sent later", "waiting"]);
    });
  });
}

export function authEventsSuite(open: () => Promise<Store>): void {
  describe("authentication events", () => {
    const bare = anAuthEvent({
      eventId: "bare",
      challenges: [],
      ipAddress: undefined,
      deviceName: undefined,
      feedback: undefined,
    });

    it("gives back what was stored, to its person alone", async () => {
      const store = await open();
      await store.write(async ({ authEvents }) => {
        await authEvents.put(anAuthEvent());
        await authEvents.put(bare);
      });
      expect(await store.read.authEvents.find(house, ada, "event1")).toEqual(anAuthEvent());
      expect(await store.read.authEvents.find(house, ada, "bare")).toEqual(bare);
      expect(await store.read.authEvents.find(house, ben, "event1")).toBeUndefined();
      expect(await store.read.authEvents.find(neighbour, ada, "event1")).toBeUndefined();
    });

    it("replaces what was known of the same event", async () => {
      const store = await open();
      await store.write(({ authEvents }) => authEvents.put(anAuthEvent({ sub: ben })));
      for (const event of [anAuthEvent(), { ...bare, eventId: "event1", at: 11 }]) {
        await store.write(({ authEvents }) => authEvents.put(event));
        expect(await store.read.authEvents.listOfUser(house, ada, { limit: 9 })).toEqual([event]);
      }
      expect(await store.read.authEvents.find(house, ben, "event1")).toEqual(anAuthEvent({ sub: ben }));
    });

    it("pages the newest first, which their ids tell", async () => {
      const store = await open();
      await store.write(async ({ authEvents }) => {
        for (const eventId of ["c", "a", "e", "b", "d"]) await authEvents.put(anAuthEvent({ eventId }));
        await authEvents.put(anAuthEvent({ eventId: "ben", sub: ben }));
      });
      const page = async (limit: number, after?: string) =>
        (await store.read.authEvents.listOfUser(house, ada, { limit, after }))
          .map(({ eventId }) => eventId)
          .join("");
      expect(await page(9)).toBe("edcba");
      expect([await page(2), await page(2, "d"), await page(2, "b")]).toEqual(["ed", "cb", "a"]);
      expect([await page(9, "a"), await page(9, "b, pruned meanwhile")]).toEqual(["", "ba"]);
    });

    it("takes feedback on one event that is there", async () => {
      const store = await open();
      const feedback = { FeedbackValue: "Invalid", Provider: "User", FeedbackDate: 7 } as const;
      await store.write(async ({ authEvents }) => {
        await authEvents.put(bare);
        await authEvents.put(anAuthEvent());
      });
      const set = (who: typeof ada) =>
        store.write(({ authEvents }) => authEvents.setFeedback(house, who, "bare", feedback));
      expect([await set(ada), await set(ben)]).toEqual([true, false]);
      expect(await store.read.authEvents.find(house, ada, "bare")).toEqual({ ...bare, feedback });
      expect(await store.read.authEvents.find(house, ada, "event1")).toEqual(anAuthEvent());
    });

    it("prunes what is old", async () => {
      const store = await open();
      await store.write(async ({ authEvents }) => {
        await authEvents.put(anAuthEvent({ eventId: "old", at: 9 }));
        await authEvents.put(anAuthEvent());
        await authEvents.prune(10, 99);
      });
      expect(await store.read.authEvents.listOfUser(house, ada, { limit: 9 })).toEqual([anAuthEvent()]);
    });
  });
}

export function eventsSuite(open: () => Promise<Store>): void {
  describe("events", () => {
    it("finds an event by its request, with a pool or without", async () => {
      const store = await open();
      const homeless = anEvent({ requestId: "request2", poolId: undefined });
      await store.write(async ({ events }) => {
        await events.insert(anEvent());
        await events.insert(homeless);
      });
      expect(await store.read.events.find("request1")).toEqual(anEvent());
      expect(await store.read.events.find("request2")).toEqual(homeless);
      expect(await store.read.events.find("request3")).toBeUndefined();
    });

    it("keeps what is written down last with the rest, or neither", async () => {
      const store = await open();
      const write = (requestId: string) =>
        store.write(
          ({ messages }) => messages.insert(aMessage({ messageId: requestId })),
          ({ events }) => events.insert(anEvent({ requestId })),
        );
      await write("request1");
      await store.write(({ events }) => events.insert(anEvent({ requestId: "request2" })));
      await expect(write("request2")).rejects.toThrow();
      expect((await store.read.messages.listNewest(9)).map(({ messageId }) => messageId)).toEqual([
        "request1",
      ]);
      expect(await store.read.events.find("request1")).toEqual(anEvent());
    });

    const requestIds = ["a1", "a2", "a3", "a4", "a5", "b1", "b2", "c1", "c2"];
    async function fill(store: Store): Promise<void> {
      await store.write(async ({ events }) => {
        for (const at of [1, 2, 3, 4, 5]) await events.insert(anEvent({ at, requestId: `a${at}` }));
        for (const at of [1, 2]) await events.insert(anEvent({ at, requestId: `b${at}`, poolId: neighbour }));
        for (const at of [1, 2]) await events.insert(anEvent({ at, requestId: `c${at}`, poolId: undefined }));
      });
    }
    async function left(store: Store): Promise<readonly string[]> {
      const found = await Promise.all(requestIds.map((id) => store.read.events.find(id)));
      return found.flatMap((event) => event?.requestId ?? []);
    }

    it("prunes what is old, no more than it is told to at once", async () => {
      const store = await open();
      await fill(store);
      const prune = () => store.write(({ events }) => events.prune(2, 2));
      expect([await prune(), await prune(), await prune()]).toEqual([2, 1, 0]);
      expect(await left(store)).toEqual(["a2", "a3", "a4", "a5", "b2", "c2"]);
    });

    it("prunes beyond the newest of a pool, and of what named none", async () => {
      const store = await open();
      await fill(store);
      const { events } = store.read;
      expect([await events.findOldestOf(house, 2), await events.findOldestOf(house, 6)]).toEqual([
        4,
        undefined,
      ]);
      const prune = () => store.write((tables) => tables.events.pruneOfPool(house, 4, 2));
      expect([await prune(), await prune(), await prune()]).toEqual([2, 1, 0]);
      expect(await events.findOldestOf(undefined, 1)).toBe(2);
      await store.write((tables) => tables.events.pruneOfPool(undefined, 2, 9));
      expect(await left(store)).toEqual(["a4", "a5", "b1", "b2", "c2"]);
    });
  });
}
