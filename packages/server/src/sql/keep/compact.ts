/** Writes a database file anew without what was in it before: SQLite leaves in place what was deleted or replaced, until it needs the room. */
import { DatabaseSync } from "node:sqlite";
import { databaseFile } from "../data-folder.ts";

/**
 * Nobody else may read or write it meanwhile, be it a backup, and it needs as much room again as the file has. Otherwise it throws, and what was
 * in the file may still be there.
 */
export function compact(dataFolder: string): void {
  const file = databaseFile(dataFolder);
  using db = new DatabaseSync(file);
  db.exec("VACUUM");
  // What stood in the log as well. That it could not is an answer, and no error.
  const done = db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
  if (done?.["busy"] !== 0) throw new Error(`another program reads ${file}.`);
}
