/**
 * Fails when a lockfile names an address to download from (that is npm's setting), or lacks a platform's optional
 * package: npm drops those it could not reach while updating the lockfile, and `npm ci` then refuses to work at all.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type LockedPackage, lockfileFaults } from "./lockfile.ts";

const root = join(import.meta.dirname, "..");

let count = 0;
for (const file of ["package-lock.json", "compat/nodes/package-lock.json"]) {
  const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(
    readFileSync(join(root, file), "utf8"),
  );
  for (const fault of lockfileFaults(packages)) {
    count += 1;
    console.error(`${file}: ${fault}`);
  }
}
process.exitCode = count === 0 ? 0 : 1;
