/** Whether the data folder's disk has room, takes writes and keeps them. */
import { closeSync, existsSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { databaseFile } from "../../sql/data-folder.ts";
import { bad, type Check, type Finding, good, warning } from "./check.ts";

const mib = 1024 * 1024;
const littleBytes = 100 * mib;
/** Beside as much again as the database has: a backup or a restore needs it. */
const comfortBytes = 1024 * mib;
/** Every sign-in waits for one. */
const slowMs = 100;

export const diskCheck: Check = {
  name: "Disk",
  async run({ config: { dataFolder, database } }) {
    if (database !== undefined) return [good("No data folder is used: the data is in PostgreSQL.")];
    if (!existsSync(dataFolder)) {
      return [
        bad(`${dataFolder} does not exist.`, "Name the server's folder with --data, or start a server."),
      ];
    }
    return [room(dataFolder), write(dataFolder)];
  },
};

function room(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const file = databaseFile(folder);
  const used = existsSync(file) ? statSync(file).size : 0;
  const words = `${inMib(free)} are free, and the database has ${inMib(used)}`;
  if (free < littleBytes) return bad(`${words}.`, "Make room now: a full disk refuses every sign-in.");
  if (free < comfortBytes + used) {
    return warning(`${words}.`, "Make room: a backup on this disk needs as much as the database.");
  }
  return good(`${words}.`);
}

/** As a commit does it. */
function write(folder: string): Finding {
  const file = join(folder, `.doctor-${process.pid}`);
  try {
    const handle = openSync(file, "wx", 0o600);
    try {
      writeSync(handle, "x".repeat(4096));
      const started = performance.now();
      fsyncSync(handle);
      return speed(Math.round(performance.now() - started));
    } finally {
      closeSync(handle);
      rmSync(file);
    }
  } catch (error) {
    const said = error instanceof Error && "code" in error ? String(error.code) : "no reason given";
    const cure = "Let this user write there, or run doctor as the server's user.";
    return bad(`${folder} cannot be written (${said}).`, cure);
  }
}

function speed(ms: number): Finding {
  const words = `A write reaches the disk (fsync) in ${ms} ms`;
  if (ms < slowMs) return good(`${words}.`);
  return warning(`${words}: every sign-in waits for one.`, "Use a faster disk, or see who keeps it busy.");
}

function inMib(bytes: number): string {
  return `${Math.ceil(bytes / mib)} MiB`;
}
