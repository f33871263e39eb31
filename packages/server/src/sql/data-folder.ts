/** The data folder: it holds the database, if that is SQLite, and the master key (`crypto/master-key.ts`). */
import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

export class DataFolderNotWritable extends Error {
  constructor(folder: string, options: ErrorOptions) {
    super(`The data folder ${folder} cannot be written.`, options);
    this.name = "DataFolderNotWritable";
  }
}

export function databaseFile(dataFolder: string): string {
  return join(dataFolder, "poolhouse.sqlite");
}

/** Makes the folder, or throws `DataFolderNotWritable`. */
export function prepareDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new DataFolderNotWritable(folder, { cause });
  }
}

/** One after the other: `recursive` never ends in a folder that says ENOENT to whoever makes something in it, such as /proc. */
function makeFolder(folder: string): void {
  const above = dirname(folder);
  // Of a drive that is not there nothing is above.
  if (above !== folder && !existsSync(above)) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
