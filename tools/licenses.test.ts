import { expect, test } from "vitest";
import { isPermissive, shippedPackages } from "./licenses.ts";

test.each(["MIT", "(MIT OR GPL-3.0-only)", "Apache-2.0 AND MIT", "BSD-3-Clause"])(
  "%s is permissive",
  (license) => {
    expect(isPermissive(license)).toBe(true);
  },
);

test.each(["GPL-3.0-only", "MIT AND AGPL-3.0-only", "UNLICENSED", "SEE LICENSE IN LICENSE", ""])(
  "%s is not permissive",
  (license) => {
    expect(isPermissive(license)).toBe(false);
  },
);

test("follows dependencies to the version Node would load, and leaves development's out", () => {
  const packages = {
    "packages/server": { dependencies: { a: "1" }, devDependencies: { tool: "1" } },
    "node_modules/a": { dependencies: { b: "2" }, optionalDependencies: { c: "1", absent: "1" } },
    "node_modules/a/node_modules/b": {},
    "node_modules/b": {},
    "node_modules/c": { dependencies: { a: "1" } },
    "node_modules/tool": {},
  };
  expect(shippedPackages(packages)).toEqual([
    "node_modules/a",
    "node_modules/a/node_modules/b",
    "node_modules/c",
  ]);
});
