/**
 * The PostgreSQL driver: one pool that writes and one that only reads, so that a write can never deadlock with a read that it
 * waits for. Writes are serializable transactions. If another one or a lost connection interrupts a transaction before its commit,
 * it is repeated from the beginning, which is why `work` must do nothing but storage.
 */
import { setTimeout as pause } from "node:timers/promises";
import { type CompiledQuery, Kysely, type Logger } from "kysely";
import type { QueryConfig, QueryResult } from "pg";
import type { PostgresServer } from "../config/postgres-server.ts";
import type { CommitWatch, Database, Last, Work } from "./database.ts";
import { createPostgresDialect, createStatements, type Execute, toResult } from "./postgres-dialect.ts";
import { forgetValues, type Interruption, interruptionOf } from "./postgres-errors.ts";
import { createPostgresPool, type PostgresPool } from "./postgres-pool.ts";
import { type Limits, transact } from "./postgres-transaction.ts";
import type { Schema } from "./schema.ts";
import { asUnavailable } from "./unavailable.ts";

/** How long a write or read is retried: a standby is promoted within that time. */
const patienceMs = 10_000;
const longestPauseMs = 100;
/** A duplicate that persists after so many attempts is not a race. */
const duplicateTries = 3;

/** Connects when it is first asked. `log` is told of every statement. */
export function openPostgres(server: PostgresServer, log?: Logger, onCommit?: CommitWatch): Database {
  const half = Math.max(1, Math.floor(server.poolSize / 2));
  const writers = createPostgresPool(server, half);
  const readers = createPostgresPool(server, Math.max(1, server.poolSize - half));
  const statement = createStatements(!server.isBehindPooler);
  const logging = log === undefined ? {} : { log };
  const underWay = new Set<Promise<unknown>>();
  const persist = createPersistence(server.hosts.length);

  const read = (query: CompiledQuery) =>
    persist(async () => {
      requireReading(query);
      return toResult(await readOnce(readers, statement(query)));
    }, "usual").catch((error: unknown) => {
      throw asUnavailable(error);
    });
  const kyselyOver = (execute: Execute) =>
    new Kysely<Schema>({ dialect: createPostgresDialect(execute), ...logging });

  const connection = server.isBehindPooler ? "pooler" : "ownConnection";

  function write<T>(work: Work<T>, limits: Limits, last?: Last): Promise<T> {
    const manner = { statement, limits, connection } as const;
    const attempt = async () =>
      transact(
        await writers.acquire(),
        manner,
        (execute) => work(kyselyOver(execute)),
        last && ((execute) => last(kyselyOver(execute))),
      );
    const writing = persist(attempt, limits);
    const settled: Promise<void> = writing.then(nothing, nothing).finally(() => underWay.delete(settled));
    underWay.add(settled);
    return onCommit === undefined ? writing : told(writing, onCommit);
  }

  return {
    isShared: true,
    commitsTogether: false,
    reader: kyselyOver(read),
    write: (work, last) => write(work, "usual", last),
    migrate: (work) => write(work, "none"),
    load() {
      const connections = [writers.load("writer"), readers.load("reader")];
      return { writesWaiting: connections[0]?.waiting ?? 0, connections };
    },
    async close() {
      while (underWay.size > 0) await Promise.all(underWay);
      await Promise.all([writers.close(), readers.close()]);
    },
  };
}

async function told<T>(writing: Promise<T>, onCommit: CommitWatch): Promise<T> {
  const result = await writing;
  onCommit(1);
  return result;
}

const nothing = (): void => undefined;

async function readOnce(pool: PostgresPool, query: QueryConfig): Promise<QueryResult> {
  const client = await pool.acquire();
  let isBroken = true;
  try {
    const result = await client.query(query);
    isBroken = false;
    return result;
  } catch (error) {
    isBroken = interruptionOf(error) === "connection";
    throw error;
  } finally {
    client.release(isBroken);
  }
}

/** A reader that could write would write outside of every transaction. */
function requireReading({ query, sql }: CompiledQuery): void {
  if (query.kind !== "SelectQueryNode") throw new Error(`The reader cannot write: ${sql}`);
}

/**
 * Repeats work that was interrupted. The time to wait for a database that cannot be reached counts from when it went away: later
 * requests are refused sooner, instead of all waiting their full time.
 */
function createPersistence(hostCount: number) {
  let awaySince: number | undefined;
  /** Anything but a lost connection is an answer, even a refusal: the database is there. */
  const note = (interruption: Interruption | undefined): void => {
    awaySince = interruption === "connection" ? (awaySince ?? performance.now()) : undefined;
  };
  const isOver = (begun: number): boolean =>
    performance.now() >= Math.min(begun, awaySince ?? begun) + patienceMs;
  return async function persist<T>(attempt: () => Promise<T>, limits: Limits): Promise<T> {
    const begun = performance.now();
    let duplicates = 0;
    for (let tries = 1; ; tries += 1) {
      try {
        const value = await attempt();
        note(undefined);
        return value;
      } catch (error) {
        forgetValues(error);
        const interruption = interruptionOf(error);
        note(interruption);
        if (interruption === "duplicate") duplicates += 1;
        // Whoever migrates waits for the others who do, and not for a database that is away. Every host is asked, and one again.
        const isLate =
          isOver(begun) && tries > hostCount && !(limits === "none" && interruption === "conflict");
        if (isLate || interruption === undefined || duplicates >= duplicateTries) throw error;
        await pause(Math.random() * Math.min(longestPauseMs, 2 ** tries));
      }
    }
  };
}
