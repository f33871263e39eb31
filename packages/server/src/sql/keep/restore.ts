/** Puts a backup in the place of a data folder's database, after looking at it from all sides. The database that was there stays beside it. */
import { copyFileSync, existsSync, linkSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { databaseFile, prepareDataFolder } from "../data-folder.ts";
import { lockDataFolder, lockFileName } from "../data-folder-lock.ts";
import { houseMark, houseOfCheck } from "../house-mark.ts";
import { DataMoved, deleteMark, readMark } from "../marks.ts";
import { migrate } from "../migrate.ts";
import { checkName } from "../sealed.ts";
import { openConnection, openSqlite } from "../sqlite.ts";
import { sqliteCodeOf } from "../sqlite-errors.ts";
import { type Ended, endSessions } from "./sessions.ts";
import { DatabaseDamaged, firstDamage, requireSound } from "./sound.ts";
import { FileExists, giveToOwnerOf, removeDatabase, syncFile, syncFolder } from "./whole-file.ts";

export interface RestoreOptions {
  readonly backup: string;
  readonly dataFolder: string;
  /** A database that is there may be replaced. */
  readonly mayReplace: boolean;
  /**
   * Who was signed in when the backup was taken: those live on for whom the replaced database vouches, or nobody, or everybody,
   * whatever was revoked since.
   */
  readonly sessions: "vouched" | "end" | "keep";
  /** Throws when the master key is another than the backup's. */
  readonly verifyCheck: (stored: string) => void;
  readonly now: number;
}

export interface Restored {
  /** Epoch ms; undefined for a copy of a database that was made by other means. */
  readonly takenAt: number | undefined;
  /** Where the replaced database is now. */
  readonly aside: string | undefined;
  /** Undefined when sessions were kept as they were. */
  readonly sessions: (Ended & { readonly isVouchedFor: boolean }) | undefined;
  /** Ids of access keys that had been deleted since, where that can be told. */
  readonly returnedKeys: readonly string[];
}

/** Throws `FileExists`, `DataFolderInUse`, `DatabaseDamaged`, `DatabaseIsNewer`, or what `verifyCheck` throws; then nothing has changed. */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { backup, dataFolder, mayReplace, now } = options;
  prepareDataFolder(dataFolder);
  const lock = lockDataFolder(dataFolder);
  giveToOwnerOf(dataFolder, join(dataFolder, lockFileName));
  const file = databaseFile(dataFolder);
  const incoming = `${file}.restoring`;
  try {
    const isThere = existsSync(file);
    if (isThere && !mayReplace) throw new FileExists(file);
    removeDatabase(incoming);
    copyFileSync(backup, incoming);
    await bringUpToDate(incoming, options);
    const db = openConnection(incoming, { cacheMiB: 32, busyMs: 0 });
    try {
      const takenAt = readMark(db, "backup")?.takenAt;
      deleteMark(db, "backup");
      const witness = isThere && believable(file, db, options) ? file : undefined;
      const returnedKeys = witness === undefined ? [] : keysNotIn(db, witness);
      const sessions = settleSessions(db, witness, options);
      db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      db.close();
      const aside = isThere ? setAside(file, now) : undefined;
      putInPlace(incoming, file, dataFolder);
      return { takenAt, aside, sessions, returnedKeys };
    } finally {
      if (db.isOpen) db.close();
    }
  } finally {
    removeDatabase(incoming);
    lock.release();
  }
}

/** To this program's schema, once it is known to be a whole database under the right key. */
async function bringUpToDate(
  incoming: string,
  { verifyCheck }: Pick<RestoreOptions, "verifyCheck">,
): Promise<void> {
  inspect(incoming, (db) => {
    requireSound(db);
    const check = checkOf(db);
    if (check === undefined) throw new DatabaseDamaged("it is not a database of Poolhouse.");
    verifyCheck(check);
    const moved = readMark(db, "moved-away");
    if (moved !== undefined) throw new DataMoved(moved);
  });
  const database = openSqlite(incoming);
  await migrate(database).finally(() => database.close());
}

function inspect(file: string, look: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(file);
  try {
    look(db);
  } catch (cause) {
    // "no such table", "file is not a database": whatever SQLite finds, this is no backup.
    if (sqliteCodeOf(cause) === undefined) throw cause;
    throw new DatabaseDamaged((cause as Error).message, { cause });
  } finally {
    db.close();
  }
}

function settleSessions(
  db: DatabaseSync,
  witness: string | undefined,
  { sessions, now }: RestoreOptions,
): Restored["sessions"] {
  if (sessions === "keep") return undefined;
  const believed = sessions === "end" ? undefined : witness;
  return { ...endSessions(db, believed, now), isVouchedFor: believed !== undefined };
}

/** The same house, whole, under a key that is there, and the newest there is of it: what moved away has gone on elsewhere. */
function believable(
  file: string,
  backup: DatabaseSync,
  { verifyCheck }: Pick<RestoreOptions, "verifyCheck">,
): boolean {
  try {
    const db = openConnection(file, { cacheMiB: 16, busyMs: 0 });
    try {
      if (firstDamage(db, "quick_check") !== undefined) return false;
      if (readMark(db, "moved-away") !== undefined || readMark(db, "move-to-here") !== undefined)
        return false;
      // Its devices come with it, and would not open.
      verifyCheck(checkOf(db) ?? "");
      return houseOf(db) === houseOf(backup);
    } finally {
      db.close();
    }
  } catch {
    // Whatever is wrong with it, it can tell nothing.
    return false;
  }
}

function houseOf(db: DatabaseSync): string {
  return instanceValue(db, houseMark) ?? houseOfCheck(checkOf(db) ?? "");
}

function checkOf(db: DatabaseSync): string | undefined {
  return instanceValue(db, checkName);
}

function instanceValue(db: DatabaseSync, name: string): string | undefined {
  const row = db.prepare("select value from instance where name = ?").get(name);
  return row && String(row["value"]);
}

function keysNotIn(db: DatabaseSync, witness: string): readonly string[] {
  db.prepare("attach ? as witness").run(witness);
  const rows = db
    .prepare(
      "select access_key_id from access_keys where access_key_id not in (select access_key_id from witness.access_keys)",
    )
    .all();
  db.exec("detach witness");
  return rows.map((row) => String(row["access_key_id"]));
}

/** The log first: with it the file would change under the new name. A crash leaves the old file in its place. */
function setAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(":", "-");
  const aside = `${file}.before-restore-${stamp}`;
  for (const suffix of ["-wal", "-shm"]) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  try {
    linkSync(file, aside);
  } catch {
    // A file system without links.
    copyFileSync(file, aside);
  }
  return basename(aside);
}

function putInPlace(incoming: string, file: string, folder: string): void {
  giveToOwnerOf(folder, incoming);
  syncFile(incoming);
  renameSync(incoming, file);
  syncFolder(folder);
}
