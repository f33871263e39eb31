/** One attempt at a transaction, on one connection. */
import type { CompiledQuery, QueryResult } from "kysely";
import type { PoolClient, QueryConfig } from "pg";
import { type Execute, toResult } from "./postgres-dialect.ts";
import { CommitUnknown, interruptionOf } from "./postgres-errors.ts";

/**
 * Serializable, because the rules look before they write and count on nobody coming in between, as with SQLite, where writers
 * are serial. What cannot be ordered fails with 40001 and is tried again by `postgres.ts`.
 */
const begins: Readonly<Record<Limits, string>> = {
  usual: "begin isolation level serializable",
  none: "begin isolation level serializable; set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0",
};

/** How long its statements may take: as the connection says, or as long as it takes. */
export type Limits = "usual" | "none";

interface Manner {
  readonly statement: (query: CompiledQuery) => QueryConfig;
  readonly limits: Limits;
}

/** The longest a timer can be set to. */
const unlimited = { query_timeout: 2 ** 31 - 1 };

/** Throws what `work` throws, after undoing it. */
export async function transact<T>(
  client: PoolClient,
  { statement, limits }: Manner,
  work: (execute: Execute) => Promise<T>,
): Promise<T> {
  let isOpen = true;
  // Not waited for: it travels with the first statement, which fails too when this one does.
  const begun = client.query(begins[limits]);
  begun.catch(() => undefined);

  async function execute(query: CompiledQuery): Promise<QueryResult<unknown>> {
    // A forgotten `await` must not run in somebody else's transaction.
    if (!isOpen) throw new Error(`No transaction is open for: ${query.sql}`);
    return toResult(await client.query({ ...statement(query), ...(limits === "none" && unlimited) }));
  }

  let value: T;
  try {
    value = await work(execute);
    await begun;
  } catch (error) {
    isOpen = false;
    await undo(client, error);
    throw error;
  }
  isOpen = false;
  await commit(client);
  return value;
}

async function undo(client: PoolClient, cause: unknown): Promise<void> {
  if (interruptionOf(cause) === "connection") return client.release(true);
  try {
    await client.query("rollback");
    client.release();
  } catch {
    // The server undoes it when the connection ends.
    client.release(true);
  }
}

async function commit(client: PoolClient): Promise<void> {
  let command: string;
  try {
    ({ command } = await client.query("commit"));
  } catch (cause) {
    client.release(true);
    // It said so itself: nothing was committed.
    if (interruptionOf(cause) === "conflict") throw cause;
    throw new CommitUnknown("The connection was lost while the transaction was committed.", { cause });
  }
  client.release();
  // `commit` answers ROLLBACK, and no error, after a statement that failed and whose failure was swallowed.
  if (command !== "COMMIT")
    throw new Error("The transaction was not committed: one of its statements had failed.");
}
