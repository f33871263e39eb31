/** Tells trouble of the database, which passes, from mistakes of ours, which do not. */
import { type PostgresServer, placeOf } from "../config/postgres-server.ts";
import { Unavailable } from "../core/failures.ts";
import { DatabaseUnusable } from "./database.ts";
import { hasNoPlace, isTrouble as isTroubleOfPostgres } from "./postgres-errors.ts";
import { sqliteCodeOf } from "./sqlite-errors.ts";

/** `Unavailable` where trying later may help; anything else as it was. */
export function asUnavailable(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isTroubleOfPostgres(cause) || isTroubleOfSqlite(cause)) return new Unavailable({ cause: error });
  }
  return error;
}

/** Of opening it: `DatabaseUnusable` where somebody has to see to the database; anything else as it was. */
export function asUnusable(error: unknown, server: PostgresServer): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isTroubleOfPostgres(cause) || hasNoPlace(cause))
      return new DatabaseUnusable(placeOf(server), { cause });
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
