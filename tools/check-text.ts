/**
 * Fails when a file of the project names something of the machine it was written on: a home folder, the checkout's own
 * path, or the host of a package registry.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { machineTraces } from "./machine-traces.ts";

const root = join(import.meta.dirname, "..");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
  cwd: root,
  encoding: "utf8",
}).split("\0");

// A checkout straight under `/` has the name of some route or folder that the text may well mention.
const own = [root, homedir()].filter((path) => path.split(/[\\/]/).length > 2).map((path) => `${path}/`);

let count = 0;
for (const file of new Set(files)) {
  for (const trace of machineTraces(file, readOrEmpty(file), own)) {
    count += 1;
    console.error(trace);
  }
}
process.exitCode = count === 0 ? 0 : 1;

/** A file that is deleted and not yet committed is still listed. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    return "";
  }
}
