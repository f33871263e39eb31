/**
 * The SQL room: it implements the storage port of `core/tables.ts`.
 *
 * `sqlite.ts` and `postgres.ts` are the drivers: they open a database and decide how writes become durable. Everything else here
 * is portable SQL, built with Kysely and shared by both: `schema.ts` and `migrations/` say what is stored,
 * each aggregate has one file named as in `core/`, and `store.ts` assembles them. Every primary key begins with
 * `pool_id`, but for the house's own tables, and so does every condition; the few statements over all pools are listed in
 * `test/sql/statements.ts`.
 */
import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

export type Work<T> = (transaction: Kysely<Schema>) => Promise<T>;

/** Sends its statements at once and does nothing with the answers, so that the commit need not wait for them. */
export type Last = Work<unknown>;

/** How busy the database is at this moment. */
export interface DatabaseLoad {
  readonly writesWaiting: number;
  /** Those to PostgreSQL; empty on SQLite. */
  readonly connections: readonly ConnectionLoad[];
}

export interface ConnectionLoad {
  readonly role: "reader" | "writer";
  readonly used: number;
  readonly idle: number;
  /** Requests that wait for a connection. */
  readonly waiting: number;
}

/** Is told how many writes each commit was for. */
export type CommitWatch = (writes: number) => void;

export interface Database {
  /** Other processes change it too, so caches must be checked. */
  readonly isShared: boolean;
  /** Writes asked for in one turn of the event loop are done in that order and share a commit. */
  readonly commitsTogether: boolean;
  /** Sees committed data only, and cannot write. */
  readonly reader: Kysely<Schema>;
  /**
   * Runs `work` in a transaction of its own and resolves once it is durable. A throw undoes `work` alone. If another transaction or
   * a lost connection interrupts it, `work` is run again, so it must do nothing but storage. `last` runs at its end.
   */
  write<T>(work: Work<T>, last?: Last): Promise<T>;
  /** The same without a time limit, for migrations. */
  migrate<T>(work: Work<T>): Promise<T>;
  load(): DatabaseLoad;
  /** Waits for the writes asked for so far; later ones are refused. */
  close(): Promise<void>;
}

/** PostgreSQL refuses the connection, or cannot be reached. */
export class DatabaseUnusable extends Error {
  constructor(place: string, options: ErrorOptions) {
    super(`${place} cannot be used.`, options);
    this.name = "DatabaseUnusable";
  }
}
