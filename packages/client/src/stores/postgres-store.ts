import type { SessionStore, StoredEntry } from "../session/store.ts";
import { clearAll, createHousekeeping, pruningBatch } from "./housekeeping.ts";
import type { PostgresAnswer, PostgresPool, PostgresStoreOptions } from "./postgres-pool.ts";
import { preparePostgres } from "./postgres-schema.ts";
import { postgresStatements } from "./postgres-statements.ts";
import { storeUnavailable } from "./store-failure.ts";
import { tableNamesInSchema } from "./table-names.ts";
import { wholeMilliseconds } from "./whole-milliseconds.ts";

/**
 * Keeps sessions in PostgreSQL, for any number of processes on any number of machines: the database's clock says what has
 * expired. Expired entries are cleared as new ones come in; `prune()` clears all of them at once.
 *
 * Its two tables are made at first use. Where the role may not do that, run `postgresSchema()` in a migration.
 *
 * A pool of `pg` tells of connections that broke while nobody used them by its event `error`: listen to it, or Node ends the
 * process when the database restarts. And it waits for a connection for ever unless `connectionTimeoutMillis` says how long.
 *
 * Throws `config_invalid` for a table name that is none. Its operations throw `store_unavailable`.
 *
 * @example
 * import pg from "pg";
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 5_000 });
 * pool.on("error", (error) => console.error("PostgreSQL:", error.message));
 * const sessions = createSessions({ …, store: postgresStore(pool) });
 */
export function postgresStore(pool: PostgresPool, options: PostgresStoreOptions = {}): SessionStore {
  const names = tableNamesInSchema(options.table ?? "poolhouse_sessions");
  const sql = postgresStatements(names);
  let ready: Promise<void> | undefined;

  const ask = async (text: string, ...values: unknown[]): Promise<PostgresAnswer> => {
    try {
      ready ??= preparePostgres(pool, names);
      await ready;
      return await pool.query(text, values);
    } catch (error) {
      // The table may have been dropped meanwhile, or could not be made yet: look again next time.
      ready = undefined;
      throw storeUnavailable("PostgreSQL", error);
    }
  };
  const count = async (text: string, ...values: unknown[]) => (await ask(text, ...values)).rowCount ?? 0;
  const clearBatch = async () => {
    await ask(sql.pruneLeases, pruningBatch);
    return count(sql.prune, pruningBatch);
  };
  const keepHouse = createHousekeeping(clearBatch);

  return {
    async insert(id, { value, expiresAt, subject }) {
      const inserted = await count(sql.insert, id, subject ?? null, value, wholeMilliseconds(expiresAt));
      await keepHouse();
      return inserted === 1;
    },
    read: async (id) => entryOf(await ask(sql.read, id)),
    replace: async (id, version, value, expiresAt) =>
      (await count(sql.replace, id, version, value, wholeMilliseconds(expiresAt))) === 1,
    take: async (id) => entryOf(await ask(sql.take, id)),
    remove: async (id, version) => (await count(sql.remove, id, version ?? null)) === 1,
    removeSubject: (subject) => count(sql.removeSubject, subject),
    acquireLease: async (id, owner, durationMs) =>
      (await count(sql.acquire, id, owner, Math.ceil(durationMs))) === 1,
    async releaseLease(id, owner) {
      await ask(sql.release, id, owner);
    },
    prune: () => clearAll(clearBatch),
  };
}

function entryOf({ rows: [row] }: PostgresAnswer): StoredEntry | undefined {
  if (row === undefined) return undefined;
  // The columns that `read` and `take` name. A bigint comes as text, since not every one is a number.
  const { value, version, expires_at, subject } = row as {
    value: string;
    version: number;
    expires_at: string | number | bigint;
    subject: string | null;
  };
  return { value, version: Number(version), expiresAt: Number(expires_at), subject: subject ?? undefined };
}
