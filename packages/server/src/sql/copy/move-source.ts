/** The SQLite side of a move: the log of changes while the server goes on, and the moment after which nothing can be written to it. */
import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { deleteMark, type Moved, readMark, writeMark } from "../marks.ts";
import { openConnection } from "../sqlite.ts";
import { isBusy } from "../sqlite-errors.ts";
import { dropChangeLog, startChangeLog } from "./change-log.ts";
import { sqliteRows } from "./sqlite-rows.ts";
import { type CopiedTable, listTables, type Rows } from "./tables.ts";

export interface MoveSource {
  readonly db: DatabaseSync;
  readonly rows: Rows;
  readonly tables: readonly CopiedTable[];
  /** Stops every other writer while `work` runs. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** As it is at this moment. WAL lets everybody write meanwhile. */
  snapshot<T>(work: (rows: Rows, db: DatabaseSync) => Promise<T>): Promise<T>;
  close(): void;
}

/** How long a running server's group of writes may keep us waiting. */
const busyMs = 10_000;

export function openMoveSource(file: string): MoveSource {
  const db = openConnection(file, { cacheMiB: 32, busyMs: 0 });
  return {
    db,
    rows: sqliteRows(db),
    tables: listTables(db),
    async exclusively(work) {
      await begin(db);
      try {
        const result = await work();
        db.exec("COMMIT");
        return result;
      } catch (error) {
        if (db.isTransaction) db.exec("ROLLBACK");
        throw error;
      }
    },
    async snapshot(work) {
      const reader = openConnection(file, { cacheMiB: 32, busyMs: 5000 });
      try {
        // The first read takes the snapshot.
        reader.exec("BEGIN; SELECT count(*) FROM migrations");
        return await work(sqliteRows(reader), reader);
      } finally {
        reader.close();
      }
    },
    close: () => db.close(),
  };
}

/** The id of the move, which an interrupted one has already. */
export async function beginMove({ db, tables, exclusively }: MoveSource): Promise<string> {
  return exclusively(async () => {
    const id = readMark(db, "move-from-here")?.id ?? randomUUID();
    writeMark(db, "move-from-here", { id });
    startChangeLog(db, tables);
    return id;
  });
}

/** Inside `exclusively`: from its commit on every write fails, whichever program tries. */
export function closeForGood({ db, tables }: MoveSource, moved: Moved): void {
  dropChangeLog(db);
  deleteMark(db, "move-from-here");
  writeMark(db, "moved-away", moved);
  for (const { name } of tables) {
    for (const event of ["insert", "update", "delete"]) {
      db.exec(`create trigger "moved_${event}_${name}" before ${event} on "${name}"
        begin select raise(abort, 'the data has moved'); end`);
    }
  }
}

/** As if no move had begun. False when none had. */
export async function abandonMove({ db, exclusively }: MoveSource): Promise<boolean> {
  return exclusively(async () => {
    const hadBegun = readMark(db, "move-from-here") !== undefined;
    dropChangeLog(db);
    deleteMark(db, "move-from-here");
    return hadBegun;
  });
}

async function begin(db: DatabaseSync): Promise<void> {
  for (const until = performance.now() + busyMs; ; ) {
    try {
      db.exec("BEGIN IMMEDIATE");
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
      // Often: a server under load leaves small gaps.
      await pause(1);
    }
  }
}
