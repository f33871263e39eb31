import type { SessionStore, StoredEntry } from "../session/store.ts";
import { redisScripts } from "./redis-scripts.ts";
import { storeUnavailable } from "./store-failure.ts";
import { wholeMilliseconds } from "./whole-milliseconds.ts";

/** A client of the package `redis`: `createClient()` or `createClientPool()`, connected. */
export interface NodeRedis {
  sendCommand(command: string[]): Promise<unknown>;
}

/** A client of the package `ioredis`: `new Redis()`, or `new Cluster()`. */
export interface IoRedis {
  call(command: string, ...values: string[]): Promise<unknown>;
}

export interface RedisStoreOptions {
  /**
   * What all keys begin with. What stands in braces decides which node of a cluster has them, so keep braces. Default:
   * `poolhouse:{sessions}:`.
   */
  readonly prefix?: string | undefined;
}

/**
 * Keeps sessions in Redis (5 and newer) or Valkey, for any number of processes. Everything expires by itself; `prune()` has nothing
 * to do and answers 0.
 *
 * What Redis loses is gone: switch on persistence (`appendonly yes`) and set `maxmemory-policy noeviction`, or people are signed out
 * by a restart or by a full memory. A fail-over may forget a lease of the last moment; then two processes renew at once, which
 * the provider's grace period for refresh tokens makes good.
 *
 * Its operations throw `store_unavailable`. While Redis is away clients put commands into a queue, and requests wait with them: five seconds with
 * `redis`, a quarter of a minute and more with `ioredis`. The options below make them fail soon instead.
 *
 * @example
 * import { createClient } from "redis";
 * const redis = await createClient({ url: process.env.REDIS_URL, disableOfflineQueue: true }).connect();
 * const sessions = createSessions({ …, store: redisStore(redis) });
 *
 * @example
 * import { Redis } from "ioredis";
 * const redis = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: 1 });
 * const sessions = createSessions({ …, store: redisStore(redis) });
 */
export function redisStore(client: NodeRedis | IoRedis, options: RedisStoreOptions = {}): SessionStore {
  const prefix = options.prefix ?? "poolhouse:{sessions}:";

  const run = async (script: keyof typeof redisScripts, ...values: (string | number)[]): Promise<unknown> => {
    const command = ["EVAL", redisScripts[script], "1", prefix, ...values.map(String)] as const;
    try {
      // Asked for `call` first: ioredis has a `sendCommand` too, which takes something else.
      return await ("call" in client ? client.call(...command) : client.sendCommand([...command]));
    } catch (error) {
      throw storeUnavailable("Redis", error);
    }
  };
  const isDone = async (...command: Parameters<typeof run>) => (await run(...command)) === 1;

  return {
    insert: (id, { value, expiresAt, subject }) =>
      isDone("insert", id, value, wholeMilliseconds(expiresAt), ...(subject === undefined ? [] : [subject])),
    read: async (id) => entryOf(await run("read", id)),
    replace: (id, version, value, expiresAt) =>
      isDone("replace", id, version, value, wholeMilliseconds(expiresAt)),
    take: async (id) => entryOf(await run("take", id)),
    remove: (id, version) => isDone("remove", id, ...(version === undefined ? [] : [version])),
    removeSubject: async (subject) => Number(await run("removeSubject", subject)),
    acquireLease: (id, owner, durationMs) => isDone("acquire", id, owner, Math.max(1, Math.ceil(durationMs))),
    async releaseLease(id, owner) {
      await run("release", id, owner);
    },
    async prune() {
      return 0;
    },
  };
}

function entryOf(answer: unknown): StoredEntry | undefined {
  // The four fields that `read` and `take` name, each null where it is missing.
  const [value, version, expiresAt, subject] = answer as (string | null)[];
  if (typeof value !== "string") return undefined;
  return { value, version: Number(version), expiresAt: Number(expiresAt), subject: subject ?? undefined };
}
