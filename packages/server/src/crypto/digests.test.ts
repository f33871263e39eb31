import fc from "fast-check";
import { expect, test } from "vitest";
import { constantTimeComparisons } from "../../test/support/constant-time.ts";
import { createDigests } from "./digests.ts";
import { parseMasterKeyRing } from "./master-key.ts";

const oldKey = "11".repeat(32);
const newKey = "22".repeat(32);
const digests = createDigests(parseMasterKeyRing(oldKey, "test").current);

test("sha256 is the published digest, in base64url", () => {
  // FIPS 180-4, the message "abc".
  expect(Buffer.from(digests.sha256("abc"), "base64url").toString("hex")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("hmacSha256 is the published code, in base64", () => {
  // RFC 4231 §4.3.
  expect(
    Buffer.from(digests.hmacSha256("Jefe", "what do ya want for nothing?"), "base64").toString("hex"),
  ).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
});

test("a fingerprint is stable under one master key and another one under another", () => {
  const other = createDigests(parseMasterKeyRing(newKey, "test").current);
  expect(digests.fingerprint("nobody")).toBe(digests.fingerprint("nobody"));
  expect(digests.fingerprint("nobody")).not.toBe(digests.fingerprint("nobody2"));
  expect(digests.fingerprint("nobody")).not.toBe(other.fingerprint("nobody"));
});

test("CA-01: equal agrees with ===, whatever the lengths", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (left, right) => {
      expect(digests.equal(left, right)).toBe(left === right);
      expect(digests.equal(left, left)).toBe(true);
      expect(digests.equal(left, `${left}\0`)).toBe(false);
    }),
  );
});

test.each(["secret", "secreT", "longer than the secret", ""])(
  "CA-01: equal compares with %j in constant time",
  async (given) => {
    expect(await constantTimeComparisons(() => digests.equal("secret", given))).toBe(1);
  },
);

test("CA-01: equal tells apart texts that UTF-8 would write the same", () => {
  expect(digests.equal("\ud800", "\ud801")).toBe(false);
});
