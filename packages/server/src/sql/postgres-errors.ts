/** What an error of PostgreSQL means for the work it interrupted. */

/** Serialization failure, deadlock: the server asks for the work to be done again. */
const conflicts = new Set(["40001", "40P01"]);

/**
 * Something was there that the work had not seen: somebody committed it in between, and the next try sees it. A second try
 * that ends the same way is a mistake of ours.
 */
const duplicates = new Set([
  "23505",
  // The table of migrations, when several make it at once: `if not exists` does not see what is not committed.
  "42710",
  "42P07",
]);

/** The server or this connection is going, is not there yet, or must no longer be written to; another connection may do. */
const connectionCodes = new Set([
  "25006", // it has become a standby
  "25P03", // it waited too long for the next statement: this process stood still
  "25P04", // the same, by the operator's limit for a whole transaction
  "53300", // too many connections
  "57P01", // the administrator ends it
  "57P02", // another process of it crashed
  "57P03", // it is starting, stopping or recovering
  "57P05", // it was idle for too long
]);

const socketCodes = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/** The server is there and cannot: its disk or memory is full, or somebody has held a lock for longer than we wait. */
const exhaustionCodes = new Set(["53100", "53200", "55P03", "57014", "58030"]);

/** It lets us in no more, which its administrator will mend: users, passwords, the database itself. Not tried again, or a start would wait. */
const admissionCodes = new Set([
  "28000", // no line of pg_hba.conf for us
  "28P01", // another password
  "3D000", // the database is gone, or has another name
  "55000", // the database accepts no connections
]);

/** It has no place for our tables. Of a start: nothing of what comes later creates any. */
const placeCodes = new Set([
  "3F000", // no schema of the search_path exists
  "42501", // this user may not create anything in it
]);

/** The connection was lost while the server committed: whether it did, nobody knows. Never tried again. */
export class CommitUnknown extends Error {
  override readonly name = "CommitUnknown";
}

export type Interruption = "conflict" | "duplicate" | "connection";

/** Undefined: trying again would end the same way. */
export function interruptionOf(error: unknown): Interruption | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error ? String(error.code) : "";
  if (conflicts.has(code)) return "conflict";
  if (duplicates.has(code)) return "duplicate";
  if (connectionCodes.has(code) || socketCodes.has(code) || code.startsWith("08")) return "connection";
  return isConnectionLost(error) || hasOldPlan(error) ? "connection" : undefined;
}

/** The connection was gone before: pg has kept it back. */
export function wasNeverSent(error: unknown): boolean {
  return error instanceof Error && error.message.endsWith("is not queryable");
}

/** Whether the same work may well succeed later: nothing is wrong with it. */
export function isTrouble(error: unknown): boolean {
  if (error instanceof CommitUnknown) return true;
  const interruption = interruptionOf(error);
  if (interruption === "connection" || interruption === "conflict") return true;
  if (!(error instanceof Error) || !("code" in error)) return false;
  return exhaustionCodes.has(String(error.code)) || admissionCodes.has(String(error.code));
}

/** Whether its administrator has to give us room there. */
export function hasNoPlace(error: Error): boolean {
  return "code" in error && placeCodes.has(String(error.code));
}

/** PostgreSQL repeats the values of a row in these, and errors end in logs. */
export function forgetValues(error: unknown): void {
  if (!(error instanceof Error)) return;
  for (const name of ["detail", "where", "internalQuery"]) Reflect.deleteProperty(error, name);
}

/**
 * A prepared `select *` whose table has grown a column meanwhile. It shares its code with others, and the server says it in its own
 * language: what is always the same is the place in its source.
 */
function hasOldPlan(error: Error): boolean {
  return "routine" in error && error.routine === "RevalidateCachedQuery";
}

/** pg says these in words only. */
function isConnectionLost({ message }: Error): boolean {
  return (
    /^Connection terminated|^Client has encountered a connection error|^Client was closed/.test(message) ||
    message === "timeout exceeded when trying to connect" ||
    message === "Query read timeout"
  );
}
