/** Fails when something the server ships with is not under a permissive licence. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isPermissive, shippedPackages } from "./licenses.ts";
import type { LockedPackage } from "./lockfile.ts";

const root = join(import.meta.dirname, "..");
const lockfile: { packages: Record<string, LockedPackage> } = readJson("package-lock.json");

const refused = shippedPackages(lockfile.packages).flatMap((path) => {
  const license = lockfile.packages[path]?.license ?? installedLicense(path);
  return license !== undefined && isPermissive(license) ? [] : [`${path}: ${license ?? "no licence named"}`];
});
for (const line of refused) {
  console.error(line);
}
process.exitCode = refused.length === 0 ? 0 : 1;

function installedLicense(path: string): string | undefined {
  const { license }: { license?: string } = readJson(join(path, "package.json"));
  return license;
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(join(root, file), "utf8"));
}
