/** Databases of the run's PostgreSQL, each for one test or one file. */
import { Client } from "pg";
import { inject } from "vitest";
import type { PostgresServer } from "../../src/config/postgres-server.ts";
import type { PostgresVersion } from "./cluster.ts";

export interface RunningPostgres {
  /** A new, empty database. */
  create(): Promise<TestDatabase>;
}

export interface TestDatabase {
  readonly server: PostgresServer;
  readonly url: string;
  /** Asks in SQL of one's own. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/** Undefined where this version cannot run; why is said aloud. */
export async function findPostgres(version: PostgresVersion): Promise<RunningPostgres | undefined> {
  const answer = await fetch(`${inject("postgresLauncher")}/${version}`);
  const { port, reason } = (await answer.json()) as { port?: number; reason?: string };
  if (port !== undefined) return { create: () => create(port) };
  process.stderr.write(`NOT RUN on PostgreSQL ${version}: ${reason}\n`);
  return undefined;
}

let databases = 0;

async function create(port: number): Promise<TestDatabase> {
  databases += 1;
  const database = `test_${process.pid}_${databases}`;
  await ask(port, "postgres", `create database ${database} template template0`);
  return {
    server: {
      hosts: [{ host: "127.0.0.1", port }],
      database,
      user: "postgres",
      password: undefined,
      tls: { kind: "off" },
      poolSize: 16,
      isBehindPooler: false,
    },
    url: `postgres://postgres@127.0.0.1:${port}/${database}`,
    query: (sql) => ask(port, database, sql),
    async drop() {
      await ask(port, "postgres", `drop database if exists ${database} with (force)`);
    },
  };
}

async function ask(port: number, database: string, sql: string) {
  const client = new Client({ host: "127.0.0.1", port, database, user: "postgres" });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
