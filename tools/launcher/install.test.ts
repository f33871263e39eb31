import { expect, test } from "vitest";
import { type Entries, isSatisfied } from "./install.mjs";

const wanted: Entries = {
  "": {},
  "packages/server": {},
  "node_modules/poolhouse": { link: true },
  "node_modules/library": { version: "1.0.0", integrity: "sha512-a" },
  "node_modules/test-client": { version: "2.0.0", integrity: "sha512-b", dev: true },
  "node_modules/node-here": { version: "26.0.0", integrity: "sha512-c", optional: true },
  "node_modules/node-elsewhere": { version: "26.0.0", integrity: "sha512-d", optional: true },
};
const link: Entries = { "node_modules/poolhouse": { link: true } };
const library: Entries = { "node_modules/library": { version: "1.0.0", integrity: "sha512-a" } };
const testClient: Entries = { "node_modules/test-client": { version: "2.0.0", integrity: "sha512-b" } };
const nodeHere: Entries = { "node_modules/node-here": { version: "26.0.0", integrity: "sha512-c" } };

test("an empty tree satisfies nothing", () => {
  expect(isSatisfied("run", wanted, {}, undefined)).toBe(false);
});

test("running needs no development dependency, testing does", () => {
  const installed = { ...link, ...library, ...nodeHere };
  expect(isSatisfied("run", wanted, installed, "node-here")).toBe(true);
  expect(isSatisfied("all", wanted, installed, "node-here")).toBe(false);
});

test("a tree with everything also satisfies running", () => {
  const installed = { ...link, ...library, ...testClient, ...nodeHere };
  expect(isSatisfied("run", wanted, installed, "node-here")).toBe(true);
  expect(isSatisfied("all", wanted, installed, "node-here")).toBe(true);
});

test("other platforms' packages may be missing, our Node may not where it is needed", () => {
  expect(isSatisfied("run", wanted, { ...link, ...library }, undefined)).toBe(true);
  expect(isSatisfied("run", wanted, { ...link, ...library }, "node-here")).toBe(false);
});

test.each([
  ["another version", { version: "1.0.1", integrity: "sha512-a" }],
  ["other contents", { version: "1.0.0", integrity: "sha512-x" }],
])("%s does not satisfy", (_name, entry) => {
  expect(isSatisfied("run", wanted, { ...link, "node_modules/library": entry }, undefined)).toBe(false);
});

test("a workspace that is not linked yet does not satisfy", () => {
  expect(isSatisfied("run", wanted, library, undefined)).toBe(false);
});
