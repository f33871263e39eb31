/** Writes a database file anew without what was in it before: SQLite leaves in place what was deleted or replaced, until it needs the room. */
import { DatabaseSync } from "node:sqlite";
import { databaseFile } from "../data-folder.ts";

/** Nobody else may have it open. It needs as much room again as the file has; without that the file stays as it was, and SQLite's error is thrown. */
export function compact(dataFolder: string): void {
  using db = new DatabaseSync(databaseFile(dataFolder));
  db.exec("VACUUM");
  // What stood in the log as well.
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}
