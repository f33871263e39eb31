import fc from "fast-check";
import { expect, test } from "vitest";
import {
  bytesOf,
  bytesOfHex,
  generator,
  multiplier,
  numberOf,
  padded,
  parseNumber,
  prime,
} from "./srp-group.ts";
import vectors from "./srp-vectors.json" with { type: "json" };

test("the group is Cognito's", () => {
  expect(prime.toString(16).toUpperCase()).toBe(vectors.N_hex);
  expect(generator).toBe(2n);
  expect(multiplier.toString(16)).toBe(vectors.k_hex);
});

test.each([
  ["0", "00"],
  ["7", "07"],
  ["7f", "7f"],
  ["80", "0080"],
  ["fff", "0fff"],
  ["1000", "1000"],
  ["ffff", "00ffff"],
  ["0000", "00"],
  ["000080", "0080"],
])("pads %s to %s", (digits, bytes) => {
  expect(padded(bytesOfHex(digits)).toString("hex")).toBe(bytes);
});

test("reads what it writes, with leading zeros and in capitals too", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: prime }), fc.nat(5), (value, zeros) => {
      const text = "0".repeat(zeros) + value.toString(16);
      expect(parseNumber(text)).toBe(value);
      expect(parseNumber(text.toUpperCase())).toBe(value);
      expect(numberOf(bytesOf(value))).toBe(value);
      expect(parseNumber(padded(bytesOf(value)).toString("hex"))).toBe(value);
    }),
  );
});

test.each(["", " ", "-1", "+1", "0x1", "g", "1 ", "1\n", "ä", "1n", "1.0"])("does not read %j", (text) => {
  expect(parseNumber(text)).toBeUndefined();
});

test("does not read a number longer than the prime", () => {
  expect(parseNumber("f".repeat(768))).toBe(2n ** 3072n - 1n);
  expect(parseNumber(`00${"f".repeat(768)}`)).toBe(2n ** 3072n - 1n);
  expect(parseNumber(`1${"0".repeat(768)}`)).toBeUndefined();
  expect(parseNumber("0".repeat(100_000))).toBe(0n);
});
