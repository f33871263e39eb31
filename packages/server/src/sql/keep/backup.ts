/**
 * A backup is one SQLite file, whichever database it was taken from: what was committed at one moment, and nothing of what came after. The
 * server goes on writing meanwhile.
 */
import type { DatabaseSync } from "node:sqlite";
import { type PostgresServer, placeOf } from "../../config/postgres-server.ts";
import { dropChangeLog } from "../copy/change-log.ts";
import { databaseFile } from "../data-folder.ts";
import { DataIncomplete, DataMoved, deleteMark, readMark, writeMark } from "../marks.ts";
import { openConnection } from "../sqlite.ts";
import { exportPostgres } from "./export-postgres.ts";
import { requireSound } from "./sound.ts";
import { writeWhole } from "./whole-file.ts";

export interface BackupOptions {
  readonly dataFolder: string;
  /** Where the data is instead. */
  readonly server: PostgresServer | undefined;
  readonly file: string;
  readonly takenAt: number;
  /** Of an export from PostgreSQL, which takes longer. */
  readonly onRows: (table: string, rows: number) => void;
}

/** Returns its size. Throws `FileExists`, `DataMoved`, `DataIncomplete`. */
export async function takeBackup(options: BackupOptions): Promise<number> {
  const { dataFolder, server, file, takenAt, onRows } = options;
  return writeWhole(file, async (partial) => {
    if (server === undefined) copySqlite(databaseFile(dataFolder), partial);
    else await exportPostgres(server, partial, onRows);
    const copy = openConnection(partial, { cacheMiB: 16, busyMs: 0 });
    try {
      finish(copy, { takenAt, from: server === undefined ? dataFolder : placeOf(server) });
    } finally {
      copy.close();
    }
  });
}

/** A snapshot, compact: nothing that was deleted is in it. In WAL mode nobody waits for it. */
function copySqlite(from: string, to: string): void {
  const db = openConnection(from, { cacheMiB: 32, busyMs: 5000 });
  try {
    const moved = readMark(db, "moved-away");
    if (moved !== undefined) throw new DataMoved(moved);
    if (readMark(db, "move-to-here") !== undefined) throw new DataIncomplete();
    db.prepare("vacuum into ?").run(to);
  } finally {
    db.close();
  }
}

function finish(copy: DatabaseSync, mark: { readonly takenAt: number; readonly from: string }): void {
  copy.exec("BEGIN IMMEDIATE");
  // A move that had begun is the original's, not the copy's.
  dropChangeLog(copy);
  deleteMark(copy, "move-from-here");
  writeMark(copy, "backup", mark);
  copy.exec("COMMIT");
  requireSound(copy);
  // One file, without a log beside it.
  copy.exec("PRAGMA journal_mode = DELETE");
}
