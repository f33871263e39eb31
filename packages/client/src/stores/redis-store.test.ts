import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";
import { createClient, createClientPool } from "redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SessionStore } from "../session/store.ts";
import { type IoRedis, type NodeRedis, redisStore } from "./redis-store.ts";
import { type RedisServer, redisProgram, startRedis } from "./testing/redis-server.ts";
import { describeStore } from "./testing/store-conformance.ts";

interface OpenClient {
  readonly client: NodeRedis | IoRedis;
  readonly close: () => unknown;
}

const clients: Record<string, (path: string) => Promise<OpenClient>> = {
  redis: async (path) => {
    const client = await createClient({ socket: { path, tls: false } }).connect();
    return { client, close: () => client.destroy() };
  },
  "a pool of redis": async (path) => {
    const client = createClientPool({ socket: { path, tls: false } });
    await client.connect();
    return { client, close: () => client.destroy() };
  },
  ioredis: async (path) => {
    const client = new Redis(path);
    return { client, close: () => client.disconnect() };
  },
  "ioredis with a prefix of its own": async (path) => {
    const client = new Redis(path, { keyPrefix: "mine:" });
    return { client, close: () => client.disconnect() };
  },
};

describe.skipIf(redisProgram === undefined)("Redis", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis(redisProgram ?? "");
  });
  afterAll(() => server.stop());

  describe.each(Object.keys(clients))("through %s", (name) => {
    let opened: OpenClient | undefined;
    let store: SessionStore;
    beforeAll(async () => {
      opened = await clients[name]?.(server.socketPath);
      if (opened === undefined) throw new Error("no such client");
      store = redisStore(opened.client, { prefix: `${name}:{sessions}:` });
    });
    afterAll(() => opened?.close());

    describeStore("the Redis store", () => ({ store, now: Date.now, pass: wait, forgetsByItself: true }));
  });

  describe("what it leaves behind", () => {
    let redis: Redis;
    let store: SessionStore;
    beforeAll(() => {
      redis = new Redis(server.socketPath);
      store = redisStore(redis);
    });
    afterAll(() => redis.disconnect());

    test("every key begins with the prefix and expires", async () => {
      await store.insert("id", { value: "sealed", expiresAt: Date.now() + 60_000, subject: "somebody" });
      await store.acquireLease("id", "owner", 60_000);
      const keys = await redis.keys("poolhouse:*");
      expect(keys.sort()).toEqual([
        "poolhouse:{sessions}:entry:id",
        "poolhouse:{sessions}:lease:id",
        "poolhouse:{sessions}:subject:somebody",
      ]);
      for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0);
    });

    test("a subject's index holds what is alive, and nothing once all of it is removed", async () => {
      const index = "poolhouse:{sessions}:subject:index";
      const end = Date.now() + 60_000;
      await store.insert("short", { value: "sealed", expiresAt: Date.now() + 20, subject: "index" });
      await wait(40);
      for (const id of ["one", "two", "three"])
        await store.insert(id, { value: "sealed", expiresAt: end, subject: "index" });
      expect((await redis.zrange(index, "0", "-1")).sort()).toEqual(["one", "three", "two"]);
      await store.take("one");
      await store.remove("two");
      expect(await redis.zrange(index, "0", "-1")).toEqual(["three"]);
      await store.removeSubject("index");
      expect(await redis.exists(index)).toBe(0);
    });

    test("a subject's index lives as long as its longest entry", async () => {
      const index = "poolhouse:{sessions}:subject:long";
      await store.insert("long", { value: "sealed", expiresAt: Date.now() + 3_600_000, subject: "long" });
      await store.insert("brief", { value: "sealed", expiresAt: Date.now() + 60_000, subject: "long" });
      expect(await redis.pttl(index)).toBeGreaterThan(3_000_000);
    });

    test("a replacement that lives longer keeps the entry and its place in the index", async () => {
      await store.insert("kept", { value: "sealed", expiresAt: Date.now() + 60_000, subject: "kept" });
      await store.replace("kept", 1, "next", Date.now() + 3_600_000);
      for (const key of ["entry:kept", "subject:kept"]) {
        expect(await redis.pttl(`poolhouse:{sessions}:${key}`)).toBeGreaterThan(3_000_000);
      }
    });

    test("an entry that had expired when it came is not kept", async () => {
      expect(
        await store.insert("late", { value: "sealed", expiresAt: Date.now() - 1, subject: "late" }),
      ).toBe(true);
      expect(await store.read("late")).toBeUndefined();
      expect(await redis.keys("*late*")).toEqual([]);
    });

    test("a key of somebody else's in the way is store_unavailable, in Redis's words", async () => {
      await redis.set("poolhouse:{sessions}:entry:theirs", "text");
      await expect(store.read("theirs")).rejects.toMatchObject({
        code: "store_unavailable",
        message: expect.stringContaining("Redis: WRONGTYPE"),
      });
    });
  });
});

test("a client that is not connected is store_unavailable", async () => {
  await expect(redisStore(createClient()).read("id")).rejects.toMatchObject({
    code: "store_unavailable",
    message: "the session store did not answer: Redis: The client is closed",
  });
});
