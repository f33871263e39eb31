import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadMasterKeyRing, MasterKeyError, parseMasterKeyRing } from "./master-key.ts";
import { sealedCheck, verifyMasterKey } from "./master-key-check.ts";
import { createSealing } from "./sealing.ts";

const first = Buffer.alloc(32, 0xfb);
const second = Buffer.alloc(32, 2);
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poolhouse-key-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("the first start makes a key file that only its owner can read", () => {
  const data = join(folder, "data");
  loadMasterKeyRing(data, undefined);
  const path = join(data, "master.key");
  expect(readFileSync(path, "utf8")).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("the second start finds the same key", () => {
  const made = loadMasterKeyRing(folder, undefined);
  expect(loadMasterKeyRing(folder, undefined).current.keyId).toBe(made.current.keyId);
});

test("two houses get two keys", () => {
  const here = loadMasterKeyRing(join(folder, "a"), undefined);
  const there = loadMasterKeyRing(join(folder, "b"), undefined);
  expect(here.current.keyId).not.toBe(there.current.keyId);
});

test("a key given in the settings wins, and no file is made", () => {
  const ring = loadMasterKeyRing(folder, first.toString("hex"));
  expect(ring.current.keyId).toBe(parseMasterKeyRing(first.toString("base64"), "test").current.keyId);
  expect(() => statSync(join(folder, "master.key"))).toThrow("ENOENT");
});

test("hex, base64 and base64url of the same bytes are the same key", () => {
  const texts = [
    first.toString("hex"),
    first.toString("base64"),
    first.toString("base64url"),
    first.toString("hex").toUpperCase(),
  ];
  const ids = texts.map((text) => parseMasterKeyRing(` ${text} `, "test").current.keyId);
  expect(new Set(ids).size).toBe(1);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}$/);
});

test("the first of several keys seals, every one opens", () => {
  const old = createSealing(parseMasterKeyRing(first.toString("hex"), "test"));
  const ring = parseMasterKeyRing(`${second.toString("hex")},${first.toString("hex")}`, "test");
  const rotated = createSealing(ring);
  expect(rotated.open("secret", old.seal("secret", "text"))).toBe("text");
  expect(rotated.openRefreshToken(old.sealRefreshToken("{}"))).toBe("{}");
  expect(old.open("secret", rotated.seal("secret", "text"))).toBeUndefined();
  expect(old.openRefreshToken(rotated.sealRefreshToken("{}"))).toBeUndefined();
});

test.each([
  ["too short", "c2hvcnQ"],
  ["31 bytes of hex", "ab".repeat(31)],
  ["nothing", ""],
  ["only commas", " , "],
  ["the same key twice", `${first.toString("hex")},${first.toString("base64")}`],
  ["a good key and a bad one", `${first.toString("hex")},secret-but-wrong`],
])("refuses %s and never repeats the key", (_, text) => {
  const act = () => parseMasterKeyRing(text, "POOLHOUSE_MASTER_KEY");
  expect(act).toThrow(MasterKeyError);
  expect(act).toThrow("POOLHOUSE_MASTER_KEY");
  if (text.length > 5) expect(act).not.toThrow(text.split(",").at(-1) ?? "");
});

test("a key file that was emptied is refused by its path, not replaced", () => {
  const path = join(folder, "master.key");
  writeFileSync(path, "");
  expect(() => loadMasterKeyRing(folder, undefined)).toThrow(`${path} holds no key`);
  expect(readFileSync(path, "utf8")).toBe("");
});

test("a data folder that cannot be is named", () => {
  writeFileSync(join(folder, "file"), "");
  const path = join(folder, "file", "data", "master.key");
  expect(() => loadMasterKeyRing(join(folder, "file", "data"), undefined)).toThrow(
    `${path} cannot be created`,
  );
});

test("the stored check is accepted by the key that sealed it, also when that key is no longer the first", () => {
  const check = sealedCheck(parseMasterKeyRing(first.toString("hex"), "test"));
  verifyMasterKey(parseMasterKeyRing(first.toString("base64url"), "test"), check);
  verifyMasterKey(parseMasterKeyRing(`${second.toString("hex")},${first.toString("hex")}`, "test"), check);
});

test("a wrong master key is refused with both key ids", () => {
  const original = parseMasterKeyRing(first.toString("hex"), "test");
  const wrong = parseMasterKeyRing(second.toString("hex"), "test");
  const act = () => verifyMasterKey(wrong, sealedCheck(original));
  expect(act).toThrow(MasterKeyError);
  expect(act).toThrow(original.current.keyId);
  expect(act).toThrow(wrong.current.keyId);
});

test("a check that was altered, or is no check at all, is refused", () => {
  const ring = parseMasterKeyRing(first.toString("hex"), "test");
  const check = sealedCheck(ring);
  for (const bad of ["", "v1", check.slice(0, -1), createSealing(ring).seal("other", "poolhouse")]) {
    expect(() => verifyMasterKey(ring, bad)).toThrow(MasterKeyError);
  }
});
