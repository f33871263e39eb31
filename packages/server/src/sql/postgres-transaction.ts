/** One attempt at a transaction, on one connection. */
import type { CompiledQuery, QueryResult } from "kysely";
import { DatabaseError, type PoolClient, type QueryConfig } from "pg";
import { type Execute, toResult } from "./postgres-dialect.ts";
import { CommitUnknown, interruptionOf, wasNeverSent } from "./postgres-errors.ts";
import { statementTimeoutMs, timeouts } from "./postgres-pool.ts";

/**
 * Serializable, because the rules look before they write and count on nobody coming in between, as with SQLite, where writers
 * are serial. What cannot be ordered fails with 40001 and is tried again by `postgres.ts`.
 */
const begin = "begin isolation level serializable";

/** Beside `begin`, so it takes no round trip, and is over with the transaction. */
const limitedTo = (ms: number): string =>
  `${begin}; ${timeouts.map((name) => `set local ${name} = ${ms}`).join("; ")}`;

/** How long its statements may take: as long as on any connection, or as long as it takes. */
export type Limits = "usual" | "none";

const begins = {
  ownConnection: { usual: begin, none: limitedTo(0) },
  // Nobody has set anything there, and a node that loses its power would hold its locks for as long as the pooler believes in it.
  pooler: { usual: limitedTo(statementTimeoutMs), none: limitedTo(0) },
} as const satisfies Readonly<Record<string, Readonly<Record<Limits, string>>>>;

interface Manner {
  readonly statement: (query: CompiledQuery) => QueryConfig;
  readonly limits: Limits;
  readonly connection: keyof typeof begins;
}

/** The longest a timer can be set to. */
const unlimited = { query_timeout: 2 ** 31 - 1 };

/** Throws what `work` or `last` throws, after undoing it. The commit follows `last` without waiting for the answers. */
export async function transact<T>(
  client: PoolClient,
  { statement, limits, connection }: Manner,
  work: (execute: Execute) => Promise<T>,
  last?: (execute: Execute) => Promise<unknown>,
): Promise<T> {
  let isOpen = true;
  let firstRefusal: unknown;
  const noteRefusal = (error: unknown): void => {
    firstRefusal ??= error;
  };
  // Not waited for: it travels with the first statement, which fails too when this one does.
  const begun = client.query(begins[connection][limits]);
  begun.catch(noteRefusal);

  async function execute(query: CompiledQuery): Promise<QueryResult<unknown>> {
    // A forgotten `await` must not run in somebody else's transaction.
    if (!isOpen) throw new Error(`No transaction is open for: ${query.sql}`);
    const answer = client.query({ ...statement(query), ...(limits === "none" && unlimited) });
    answer.catch(noteRefusal);
    return toResult(await answer);
  }

  let value: T;
  let answered: Promise<unknown> = begun;
  try {
    value = await work(execute);
    if (last !== undefined) answered = Promise.all([begun, last(execute)]);
    await (last === undefined ? begun : Promise.race([answered, untilSent()]));
  } catch (error) {
    isOpen = false;
    const cause = causeOf(error, firstRefusal);
    await undo(client, cause);
    throw cause;
  }
  isOpen = false;
  await commit(client, answered).catch((error: unknown) => {
    throw causeOf(error, firstRefusal);
  });
  return value;
}

/**
 * After a statement that failed the server refuses all others as part of an aborted transaction (25P02). Of statements that were sent
 * together, such a refusal can be heard first, and says nothing of why.
 */
function causeOf(error: unknown, firstRefusal: unknown): unknown {
  return error instanceof DatabaseError && error.code === "25P02" ? (firstRefusal ?? error) : error;
}

/** Until everything that waits for no answer has been done: ticks come after all promises. */
function untilSent(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
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

/** `answered`: to what was said before, all of it in this transaction. */
async function commit(client: PoolClient, answered: Promise<unknown>): Promise<void> {
  const [before, committed] = await Promise.allSettled([answered, client.query("commit")]);
  client.release(committed.status === "rejected");
  // A statement that the server refused: then this commit has undone everything, or was never read.
  if (before.status === "rejected" && isKnown(before.reason)) throw before.reason;
  if (committed.status === "rejected") {
    const cause: unknown = committed.reason;
    // The server said so itself, or has never heard of it: nothing was committed.
    if (interruptionOf(cause) === "conflict" || wasNeverSent(cause)) throw cause;
    throw new CommitUnknown("The connection was lost while the transaction was committed.", { cause });
  }
  if (before.status === "rejected") throw before.reason;
  // `commit` answers ROLLBACK, and no error, after a statement that failed and whose failure was swallowed.
  if (committed.value.command !== "COMMIT")
    throw new Error("The transaction was not committed: one of its statements had failed.");
}

/** Whether the server said so itself, as when it shuts down: it reads one statement after the other. Else only the connection is gone. */
function isKnown(error: unknown): boolean {
  return interruptionOf(error) !== "connection" || error instanceof DatabaseError;
}
