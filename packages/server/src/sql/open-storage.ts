/** Opens the data folder's database, up to date and checked, as the storage port. */
import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "../core/tables.ts";
import { type DataFolderLock, lockDataFolder } from "./data-folder-lock.ts";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { openSqlite } from "./sqlite.ts";
import { createStore } from "./store.ts";

export interface Storage {
  readonly store: Store;
  close(): Promise<void>;
}

export interface StorageOptions {
  readonly dataFolder: string;
  /** A server needs the folder for itself; a command may look in while one runs. */
  readonly isServer: boolean;
  /** A new database keeps `sealedCheck`; an old one's is given to `verifyCheck`, which throws when the master key is another. */
  readonly sealedCheck: () => string;
  readonly verifyCheck: (stored: string) => void;
}

export class DataFolderNotWritable extends Error {
  constructor(folder: string, options: ErrorOptions) {
    super(`The data folder ${folder} cannot be written.`, options);
    this.name = "DataFolderNotWritable";
  }
}

/** Makes the folder, or throws `DataFolderNotWritable`. */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new DataFolderNotWritable(folder, { cause });
  }
}

/** Throws `DataFolderInUse`, `DatabaseIsNewer`, or what `verifyCheck` throws. */
export async function openStorage({
  dataFolder,
  isServer,
  sealedCheck,
  verifyCheck,
}: StorageOptions): Promise<Storage> {
  const lock: DataFolderLock | undefined = isServer ? lockDataFolder(dataFolder) : undefined;
  let database: Database | undefined;
  try {
    database = openSqlite(join(dataFolder, "poolhouse.sqlite"));
    await migrate(database);
    verifyCheck(await masterKeyCheck(database, sealedCheck));
  } catch (error) {
    await database?.close();
    lock?.release();
    throw error;
  }
  const opened = database;
  return {
    store: createStore(opened),
    async close() {
      await opened.close();
      lock?.release();
    },
  };
}

async function masterKeyCheck(database: Database, sealedCheck: () => string): Promise<string> {
  const name = "master-key-check";
  return database.write(async (transaction) => {
    const row = await transaction
      .selectFrom("instance")
      .select("value")
      .where("name", "=", name)
      .executeTakeFirst();
    if (row !== undefined) return row.value;
    const value = sealedCheck();
    await transaction.insertInto("instance").values({ name, value }).execute();
    return value;
  });
}
