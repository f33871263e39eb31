/**
 * A pool of connections to whichever host takes writes. Every connection pipelines: statements that do not wait for each other's
 * answers are sent together, so that `begin` costs no round trip of its own.
 */
import { readFileSync } from "node:fs";
import { Client, type ClientConfig, Pool, type PoolClient, types } from "pg";
import type { PostgresServer, PostgresTls } from "../config/postgres-server.ts";
import type { ConnectionLoad } from "./database.ts";

export interface PostgresPool {
  /** Rejects when there is none within a few seconds, and then another host is next. */
  acquire(): Promise<PoolClient>;
  load(role: ConnectionLoad["role"]): ConnectionLoad;
  close(): Promise<void>;
}

/** Every statement of ours is an indexed look-up or a short write; whatever takes longer waits for something broken. */
export const statementTimeoutMs = 10_000;
/** Of a statement, of its wait for a lock, and of a transaction's wait for its next statement: a locked row is nobody's for longer. */
export const timeouts = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"] as const;
/** For a server that no longer answers at all. */
const answerTimeoutMs = statementTimeoutMs + 2_000;
const connectTimeoutMs = 5_000;
/** Often enough to come back to a host that was away, and rarely enough to cost nothing. */
const connectionLifeSeconds = 30 * 60;

export function createPostgresPool(server: PostgresServer, size: number): PostgresPool {
  const { hosts } = server;
  const config = { ...clientConfig(server), ...sessionSettings(server) };
  let preferred = 0;
  const pool = new Pool({
    ...config,
    max: size,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: connectionLifeSeconds,
    // pg types a constructor without arguments, and calls it with the pool's options.
    Client: function connectTo(options: ClientConfig) {
      return new Client({ ...options, ...hosts[preferred] });
    } as unknown as new () => Client,
    onConnect: requireWritable,
  });
  // A connection that breaks while idle is dropped by the pool; one in use tells whoever uses it.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const connect = async (): Promise<PoolClient> => {
    const tried = preferred;
    try {
      return await pool.connect();
    } catch (error) {
      // Others may have gone on already: only whoever tried this host leaves it.
      if (preferred === tried) preferred = (preferred + 1) % hosts.length;
      throw error;
    }
  };
  return {
    acquire: oneScout(connect),
    load: (role) => ({
      role,
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    close: () => pool.end(),
  };
}

/**
 * After a failure one caller at a time tries to connect, and the others wait for what comes of it: everybody at once would be a storm of
 * connections on a standby that is being promoted, and delay what they wait for.
 */
function oneScout(connect: () => Promise<PoolClient>): () => Promise<PoolClient> {
  let isInDoubt = false;
  let scout: Promise<PoolClient> | undefined;
  return async function acquire() {
    if (isInDoubt && scout !== undefined) {
      await scout;
      return acquire();
    }
    const attempt = connect();
    if (isInDoubt) scout = attempt;
    try {
      const client = await attempt;
      isInDoubt = false;
      return client;
    } catch (error) {
      isInDoubt = true;
      throw error;
    } finally {
      if (scout === attempt) scout = undefined;
    }
  };
}

class NotWritable extends Error {
  readonly code = "25006";
}

/** What `target_session_attrs=read-write` means to libpq. */
async function requireWritable(client: Pick<Client, "query">): Promise<void> {
  const { rows } = await client.query<{ transaction_read_only: string }>("show transaction_read_only");
  if (rows[0]?.transaction_read_only !== "off") throw new NotWritable("This host takes no writes.");
}

function clientConfig({ user, password, database, tls }: PostgresServer): ClientConfig {
  return {
    user,
    password,
    database,
    ssl: tlsOf(tls),
    keepAlive: true,
    pipeline: true,
    query_timeout: answerTimeoutMs,
    types: { getTypeParser },
    application_name: "poolhouse",
  };
}

/** Poolers refuse settings at the start of a connection, because it will be somebody else's too: there each transaction brings its own. */
function sessionSettings({ isBehindPooler }: PostgresServer): ClientConfig {
  if (isBehindPooler) return {};
  return Object.fromEntries(timeouts.map((name) => [name, statementTimeoutMs]));
}

function tlsOf(tls: PostgresTls): ClientConfig["ssl"] {
  if (tls.kind === "off") return false;
  if (tls.kind === "unverified") return { rejectUnauthorized: false };
  return tls.caFile === undefined ? {} : { ca: readFileSync(tls.caFile, "utf8") };
}

/** As SQLite gives it: a `bigint` is a number. None of ours comes near 2^53. */
const getTypeParser: typeof types.getTypeParser = ((oid: number, format?: "text") =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser;
