/** What an error of node:sqlite is about. It gives extended codes, whose low byte is the kind (https://sqlite.org/rescode.html). */

/** `SQLITE_BUSY` and so on; undefined for an error that is not SQLite's. */
export function sqliteCodeOf(error: unknown): number | undefined {
  return error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : undefined;
}

/** Another connection has the lock. */
export function isBusy(error: unknown): boolean {
  return sqliteCodeOf(error) === 5;
}
