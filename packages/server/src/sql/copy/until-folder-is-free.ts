/** The server of a data folder lets go of it when it sees that its data has moved, or when it is stopped. */
import { setTimeout as pause } from "node:timers/promises";
import { DataFolderInUse, type DataFolderLock, lockDataFolder } from "../data-folder-lock.ts";

const longestMs = 30_000;
const pauseMs = 50;

/** Does the work while nobody serves from the folder. Throws `DataFolderInUse` when somebody goes on holding it. */
export async function untilFolderIsFree(
  folder: string,
  onWait: () => void,
  work: () => Promise<void>,
): Promise<void> {
  const until = performance.now() + longestMs;
  let lock = tryLock(folder);
  if (lock === undefined) onWait();
  while (lock === undefined) {
    if (performance.now() >= until) throw new DataFolderInUse(folder);
    await pause(pauseMs);
    lock = tryLock(folder);
  }
  try {
    await work();
  } finally {
    lock.release();
  }
}

function tryLock(folder: string): DataFolderLock | undefined {
  try {
    return lockDataFolder(folder);
  } catch (error) {
    if (error instanceof DataFolderInUse) return undefined;
    throw error;
  }
}
