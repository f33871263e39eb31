/** Keeps two servers out of the same data folder, and two programs away from what only one may do. */
import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isBusy } from "./sqlite-errors.ts";

export class DataFolderInUse extends Error {
  constructor(folder: string, options?: ErrorOptions) {
    super(`Another Poolhouse server is using the data folder ${folder}.`, options);
    this.name = "DataFolderInUse";
  }
}

export const lockFileName = "poolhouse.lock";

export interface DataFolderLock {
  release(): void;
}

/** Throws `DataFolderInUse`. */
export function lockDataFolder(folder: string): DataFolderLock {
  return lockFile(join(folder, lockFileName), (cause) => new DataFolderInUse(folder, { cause }));
}

/**
 * An exclusive transaction on an empty SQLite file: the operating system drops it with the process, however
 * that ends, so there is nothing to clean up. Throws `inUse`, the system's error where this user may not write the file, or what SQLite
 * says of one that it cannot use.
 */
export function lockFile(file: string, inUse: (cause: unknown) => Error): DataFolderLock {
  // On a file that may only be read SQLite begins a transaction that excludes nobody, and says nothing.
  if (existsSync(file)) accessSync(file, constants.W_OK);
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    db.close();
    throw isBusy(cause) ? inUse(cause) : cause;
  }
  return { release: () => db.close() };
}

/** Whether a server runs on it, at this moment. */
export function isFolderInUse(folder: string): boolean {
  try {
    lockDataFolder(folder).release();
    return false;
  } catch (error) {
    if (error instanceof DataFolderInUse) return true;
    throw error;
  }
}
