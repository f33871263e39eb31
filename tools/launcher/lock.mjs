/** One preparation at a time: two `npm start` in one checkout must not both empty `node_modules`. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A holder writes its process id right after making the folder; without one for so long, it died in between. */
const nameless = 5000;

/**
 * Does `work` while holding the folder `path`, which is the lock. A lock whose holder has died is taken over.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {(holder: string) => void} [onWait]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, onWait = sayWaiting(path)) {
  mkdirSync(dirname(path), { recursive: true });
  let hasWaited = false;
  while (!take(path)) {
    const holder = readHolder(path);
    if (isDead(path, holder)) {
      removeStale(path, holder);
      continue;
    }
    if (!hasWaited) {
      hasWaited = true;
      onWait(holder ?? "unknown");
    }
    await sleep(100);
  }
  const release = () => rmSync(path, { recursive: true, force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

/** @param {string} path */
function sayWaiting(path) {
  /** @param {string} holder */
  return (holder) =>
    console.error(
      `Another run (process ${holder}) is installing or compiling; waiting for it. Its lock: ${path}`,
    );
}

/** @param {string} path */
function take(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") {
      return false;
    }
    throw error;
  }
  writeFileSync(join(path, "pid"), String(process.pid));
  return true;
}

/**
 * @param {string} path
 * @returns {string | undefined}
 */
function readHolder(path) {
  try {
    return readFileSync(join(path, "pid"), "utf8") || undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} path
 * @param {string | undefined} holder
 */
function isDead(path, holder) {
  if (holder === undefined) {
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    return made !== undefined && Date.now() - made > nameless;
  }
  try {
    process.kill(Number(holder), 0);
    return false;
  } catch (error) {
    return codeOf(error) === "ESRCH";
  }
}

/**
 * Moves the dead lock aside before removing it. Whoever finds that it moved a living one (taken in between) puts it back.
 * @param {string} path
 * @param {string | undefined} holder
 */
function removeStale(path, holder) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readHolder(aside) === holder) {
    rmSync(aside, { recursive: true, force: true });
  } else {
    renameSync(aside, path);
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
