import { expect, test } from "vitest";
import { createSealer } from "./sealer.ts";

const one = new Uint8Array(32).fill(1);
const two = new Uint8Array(32).fill(2);
const sealer = createSealer([one]);

test("what was sealed opens again, for its purpose and its context only", async () => {
  const sealed = await sealer.seal("session", "id-1", "éa text");
  expect(await sealer.open("session", "id-1", sealed)).toBe("éa text");
  expect(await sealer.open("session", "id-2", sealed)).toBeUndefined();
  expect(await sealer.open("cookie", "id-1", sealed)).toBeUndefined();
});

test("CK-07: a value with any bit changed, cut off or made up does not open", async () => {
  const sealed = await sealer.seal("session", "id", "text");
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (let at = 0; at < sealed.length; at += 1) {
    // The highest bit of a letter: the lowest of the last one is no part of the bytes.
    const other = letters[letters.indexOf(sealed[at] ?? "") ^ 32] ?? "";
    const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
    expect(await sealer.open("session", "id", changed)).toBeUndefined();
  }
  for (const text of ["", "A", "not base64!", "A".repeat(37), "A".repeat(38), sealed.slice(0, -4)]) {
    expect(await sealer.open("session", "id", text)).toBeUndefined();
  }
});

test("CK-07: an older key opens still, and a key that is gone does not", async () => {
  const sealed = await createSealer([two]).seal("session", "id", "text");
  expect(await createSealer([one, two]).open("session", "id", sealed)).toBe("text");
  expect(await createSealer([one]).open("session", "id", sealed)).toBeUndefined();
});

test("the same text is sealed differently each time, and hashed alike under each key", async () => {
  expect(await sealer.seal("session", "id", "text")).not.toBe(await sealer.seal("session", "id", "text"));
  const [first] = await createSealer([two]).hashes("subject", "ada");
  expect(await createSealer([one, two]).hashes("subject", "ada")).toEqual([expect.any(String), first]);
  expect(await sealer.hashes("subject", "ada")).not.toEqual(await sealer.hashes("sid", "ada"));
});
