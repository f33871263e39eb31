/**
 * Fails when the lockfile names an address to download from (that is npm's setting), or lacks a platform's optional
 * package: npm drops those it could not reach while updating the lockfile, and `npm ci` then refuses to work at all.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type LockedPackage, lockfileFaults } from "./lockfile.ts";

const file = join(import.meta.dirname, "..", "package-lock.json");
const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(readFileSync(file, "utf8"));

const faults = lockfileFaults(packages);
for (const fault of faults) {
  console.error(`package-lock.json: ${fault}`);
}
process.exitCode = faults.length === 0 ? 0 : 1;
