/** Files that are there whole or not at all, whatever happens meanwhile, and readable by their owner alone. */
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";

export class FileExists extends Error {
  constructor(file: string) {
    super(`${file} exists already.`);
    this.name = "FileExists";
  }
}

/**
 * `write` fills a file of another name beside it; what it leaves is given its name once it is on the disk. Returns its size. Throws
 * `FileExists`.
 */
export async function writeWhole(file: string, write: (partial: string) => Promise<void>): Promise<number> {
  if (existsSync(file)) throw new FileExists(file);
  const partial = `${file}.partial`;
  // Of an attempt that was interrupted.
  removeDatabase(partial);
  closeSync(openSync(partial, "wx", 0o600));
  try {
    await write(partial);
    chmodSync(partial, 0o600);
    syncFile(partial);
    if (existsSync(file)) throw new FileExists(file);
    renameSync(partial, file);
    syncFolder(dirname(file));
    return statSync(file).size;
  } finally {
    removeDatabase(partial);
  }
}

/** What root puts into somebody's folder is theirs: the server that runs as them must be able to open it. */
export function giveToOwnerOf(folder: string, file: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  chownSync(file, uid, gid);
}

/** With what SQLite keeps beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(file + suffix, { force: true });
}

export function syncFile(file: string): void {
  const handle = openSync(file, "r+");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A name survives a power cut by this. Windows cannot open a folder and needs no such step. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
