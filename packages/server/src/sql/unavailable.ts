/** Tells trouble of the database, which passes, from mistakes of ours, which do not. */
import { Unavailable } from "../core/failures.ts";
import { isTrouble as isTroubleOfPostgres } from "./postgres-errors.ts";
import { sqliteCodeOf } from "./sqlite-errors.ts";

/** `Unavailable` where trying later may help; anything else as it was. */
export function asUnavailable(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isTroubleOfPostgres(cause) || isTroubleOfSqlite(cause)) return new Unavailable({ cause: error });
  }
  return error;
}

/** Somebody else writes for too long; the disk is full, broken, or has become read-only. */
const sqliteCodes: ReadonlySet<number> = new Set([
  5, // BUSY
  6, // LOCKED
  8, // READONLY
  10, // IOERR: what a full disk is called when the index of the WAL has to grow
  13, // FULL
  14, // CANTOPEN
]);

function isTroubleOfSqlite(error: Error): boolean {
  const code = sqliteCodeOf(error);
  return code !== undefined && sqliteCodes.has(code);
}
