/** Which packages travel with the server, and which licences they may have. */
import { type LockedPackages, pathOf } from "./lockfile.ts";

const permissive = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Python-2.0",
  "Unlicense",
]);

/** Reads an SPDX expression: one side of an OR is enough, both sides of an AND are needed. */
export function isPermissive(expression: string): boolean {
  const alternatives = expression.replace(/[()]/g, "").split(/ OR /);
  return alternatives.some((each) => each.split(/ AND /).every((name) => permissive.has(name.trim())));
}

/** The lockfile's paths of everything the packages need at run time, on every platform. */
export function shippedPackages(packages: LockedPackages): string[] {
  const found = new Set<string>();
  const visit = (from: string): void => {
    const entry = packages[from];
    for (const name of Object.keys({ ...entry?.dependencies, ...entry?.optionalDependencies })) {
      const path = pathOf(packages, from, name);
      if (path !== undefined && !found.has(path)) {
        found.add(path);
        visit(path);
      }
    }
  };
  visit("packages/client");
  visit("packages/server");
  return [...found].sort();
}
