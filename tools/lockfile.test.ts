import { expect, test } from "vitest";
import { lockfileFaults } from "./lockfile.ts";

test("a lockfile names no address, only integrity", () => {
  const packages = {
    "node_modules/a": { resolved: "https://packages.example/a.tgz" },
    "node_modules/poolhouse": { resolved: "packages/server" },
  };
  expect(lockfileFaults(packages)).toEqual(["node_modules/a names where it was downloaded"]);
});

test("every platform's optional package is listed", () => {
  const packages = {
    "node_modules/a": { optionalDependencies: { "a-here": "1", "a-elsewhere": "1" } },
    "node_modules/a-here": {},
  };
  expect(lockfileFaults(packages)).toEqual([
    "node_modules/a may need a-elsewhere on another platform, which is not listed",
  ]);
});
