import { expect, test } from "vitest";
import { fromBase64url, randomId, sha256, toBase64url } from "./base64url.ts";

test("bytes of any number come back, and read as Node writes them", () => {
  for (const length of [0, 1, 2, 3, 32, 8_191, 8_192, 8_193, 40_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => index % 256);
    const text = toBase64url(bytes);
    expect(text).toBe(Buffer.from(bytes).toString("base64url"));
    expect(fromBase64url(text)).toEqual(bytes);
  }
});

test("what is no base64url is nothing", () => {
  for (const text of ["=", "a", "a+b=", "a b", "ä", "aaaaa"]) expect(fromBase64url(text)).toBeUndefined();
});

test("a random id has 256 bits, and a digest is one", async () => {
  expect(randomId()).toMatch(/^[\w-]{43}$/);
  expect(randomId()).not.toBe(randomId());
  expect(await sha256("abc")).toBe("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
});
