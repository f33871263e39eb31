/** Opens the database, in the data folder or elsewhere, up to date and checked, as the storage port. */
import { sql } from "kysely";
import { type PostgresServer, placeOf } from "../config/postgres-server.ts";
import type { Store } from "../core/tables.ts";
import { databaseFile } from "./data-folder.ts";
import { type DataFolderLock, lockDataFolder } from "./data-folder-lock.ts";
import { type CommitWatch, type Database, type DatabaseLoad, DatabaseUnusable } from "./database.ts";
import { type Moved, requireAtHome } from "./marks.ts";
import { migrate } from "./migrate.ts";
import { checkName, findMasterKeyCheck, listIntegrityKeys } from "./sealed.ts";
import { openSqlite } from "./sqlite.ts";
import { createStore } from "./store.ts";
import { asUnusable } from "./unavailable.ts";
import { watchMove } from "./watch-move.ts";

export interface Storage {
  readonly store: Store;
  /** The check, verified; and sealed integrity keys by the id of their master key. */
  readonly keptKeys: { readonly check: string; readonly integrityKeys: ReadonlyMap<string, string> };
  load(): DatabaseLoad;
  /** Epoch ms; 0: the database is no restored backup. */
  readonly restoredAt: number;
  /** Whether the data has gone elsewhere while this server ran: then nothing can be read or written here any more. */
  readonly place: { hasMoved(): boolean; findsMoved(): boolean };
  close(): Promise<void>;
}

export interface StorageOptions {
  readonly dataFolder: string;
  /** Instead of SQLite in the data folder. */
  readonly server: PostgresServer | undefined;
  /** A server needs the folder for itself; a command may look in while one runs. */
  readonly isServer: boolean;
  /** A new database keeps `sealedCheck`; an old one's is given to `verifyCheck`, which throws when the master key is another. */
  readonly sealedCheck: () => string;
  readonly verifyCheck: (stored: string) => void;
  readonly onCommit?: CommitWatch | undefined;
  readonly onMoved: (moved: Moved) => void;
}

/** Throws `DataFolderInUse`, `DatabaseIsNewer`, `DatabaseUnusable`, `DataMoved`, `DataIncomplete`, or what `verifyCheck` throws. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { dataFolder, server, isServer, sealedCheck, verifyCheck, onCommit, onMoved } = options;
  const file = databaseFile(dataFolder);
  const isLocked = isServer && server === undefined;
  const lock: DataFolderLock | undefined = isLocked ? lockDataFolder(dataFolder) : undefined;
  let database: Database | undefined;
  let check: string;
  try {
    database = server ? await reach(server, onCommit) : openSqlite(file, undefined, onCommit);
    await migrate(database);
    await requireAtHome(database);
    check = await masterKeyCheck(database, sealedCheck);
    verifyCheck(check);
  } catch (error) {
    await database?.close();
    lock?.release();
    throw server === undefined ? error : asUnusable(error, server);
  }
  const opened = database;
  const restoredAt = await findRestoredAt(opened);
  async function close(): Promise<void> {
    await opened.close();
    lock?.release();
  }
  // Whoever moves the data waits for the lock: when it is free, nothing is read here any more.
  const watch = lock && watchMove(file, (moved) => void close().then(() => onMoved(moved)));
  return {
    store: createStore(opened),
    keptKeys: { check, integrityKeys: await listIntegrityKeys(opened.reader) },
    load: () => opened.load(),
    restoredAt,
    place: {
      hasMoved: () => watch?.found() !== undefined,
      findsMoved: () => watch?.look() !== undefined,
    },
    async close() {
      watch?.stop();
      if (watch?.found() === undefined) await close();
    },
  };
}

/** Loaded where it is used. It may still be starting, so it has a few seconds. */
async function reach(server: PostgresServer, onCommit: CommitWatch | undefined): Promise<Database> {
  const { openPostgres } = await import("./postgres.ts");
  const database = openPostgres(server, undefined, onCommit);
  try {
    await database.write((transaction) => sql`select 1`.execute(transaction));
    return database;
  } catch (cause) {
    await database.close();
    throw new DatabaseUnusable(placeOf(server), { cause });
  }
}

/** Known from the start on: a restore needs the folder for itself. */
async function findRestoredAt({ reader }: Database): Promise<number> {
  const row = await reader
    .selectFrom("instance")
    .select("value")
    .where("name", "=", "restored-at")
    .executeTakeFirst();
  return Number(row?.value ?? 0);
}

async function masterKeyCheck(database: Database, sealedCheck: () => string): Promise<string> {
  return database.write(async (transaction) => {
    const stored = await findMasterKeyCheck(transaction);
    if (stored !== undefined) return stored;
    const value = sealedCheck();
    await transaction.insertInto("instance").values({ name: checkName, value }).execute();
    return value;
  });
}
