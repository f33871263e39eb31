import type { SessionStore, StoredEntry } from "../session/store.ts";
import { clearAll, createHousekeeping, pruningBatch } from "./housekeeping.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { prepareSqlite, type SqliteStatements } from "./sqlite-statements.ts";
import { storeUnavailable } from "./store-failure.ts";
import { tableNames } from "./table-names.ts";
import { wholeMilliseconds } from "./whole-milliseconds.ts";

export interface SqliteStoreOptions {
  /** Letters, digits and underscores. Default: `poolhouse_sessions`; leases are in `<table>_leases`. */
  readonly table?: string | undefined;
  /** Epoch milliseconds; the same for all processes of a machine. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/**
 * Keeps sessions in a SQLite file, which any number of processes of one machine may share. Its two tables are made at first use.
 * Expired entries are cleared as new ones come in; `prune()` clears all of them at once.
 *
 * Give it a connection of its own: inside somebody else's transaction its writes would wait, or be undone, with that. It
 * switches the file to write-ahead logging, and lets statements wait up to 5 seconds for another process's.
 *
 * Throws `config_invalid` for a table name that is none. Its operations throw `store_unavailable`.
 *
 * @example
 * import { DatabaseSync } from "node:sqlite";
 * const sessions = createSessions({ …, store: sqliteStore(new DatabaseSync("sessions.db")) });
 */
export function sqliteStore(database: SqliteDatabase, options: SqliteStoreOptions = {}): SessionStore {
  const now = options.now ?? Date.now;
  const names = tableNames(options.table ?? "poolhouse_sessions");
  let prepared: SqliteStatements | undefined;

  const ask = async <Answer>(question: (statements: SqliteStatements) => Answer): Promise<Answer> => {
    try {
      prepared ??= prepareSqlite(database, names);
      return question(prepared);
    } catch (error) {
      // The table may have been dropped meanwhile: look again next time.
      prepared = undefined;
      throw storeUnavailable("SQLite", error);
    }
  };
  const clearBatch = () =>
    ask(({ prune, pruneLeases }) => {
      pruneLeases.run(now(), pruningBatch);
      return changes(prune.run(now(), pruningBatch));
    });
  const keepHouse = createHousekeeping(clearBatch);

  return {
    async insert(id, { value, expiresAt, subject }) {
      const values = [id, subject ?? null, value, wholeMilliseconds(expiresAt), now()];
      const isInserted = await ask(({ insert }) => changes(insert.run(...values)) === 1);
      await keepHouse();
      return isInserted;
    },
    read: (id) => ask(({ read }) => entryOf(read.get(id, now()))),
    replace: (id, version, value, expiresAt) =>
      ask(
        ({ replace }) => changes(replace.run(value, wholeMilliseconds(expiresAt), id, version, now())) === 1,
      ),
    take: (id) => ask(({ take }) => entryOf(take.get(id, now()))),
    remove: (id, version) =>
      ask(({ remove }) => changes(remove.run(id, now(), version ?? null, version ?? null)) === 1),
    removeSubject: (subject) => ask(({ removeSubject }) => changes(removeSubject.run(subject, now()))),
    acquireLease: (id, owner, durationMs) =>
      ask(({ acquire }) => changes(acquire.run(id, owner, now() + Math.ceil(durationMs), now())) === 1),
    async releaseLease(id, owner) {
      await ask(({ release }) => release.run(id, owner));
    },
    prune: () => clearAll(clearBatch),
  };
}

function changes(result: { readonly changes: number | bigint }): number {
  return Number(result.changes);
}

function entryOf(row: unknown): StoredEntry | undefined {
  if (row === undefined || row === null) return undefined;
  // The columns that `read` and `take` name; numbers are bigints where the connection was told so.
  const { value, version, expires_at, subject } = row as {
    value: string;
    version: number | bigint;
    expires_at: number | bigint;
    subject: string | null;
  };
  return { value, version: Number(version), expiresAt: Number(expires_at), subject: subject ?? undefined };
}
