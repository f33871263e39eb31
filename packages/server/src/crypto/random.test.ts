import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "./random.ts";

const random = createRandom();
const alphanumerics = "abcdefghijklmnopqrstuvwxyz0123456789";

test("TK-16: ten thousand drawn ids are unique, of the asked length, and inside their alphabet", () => {
  const ids = Array.from({ length: 10_000 }, () => random.characters(26, alphanumerics));
  expect(new Set(ids).size).toBe(10_000);
  expect(ids.filter((id) => !/^[a-z0-9]{26}$/.test(id))).toEqual([]);
});

test("TK-16: ten thousand UUIDs are unique and version 4", () => {
  const ids = Array.from({ length: 10_000 }, () => random.uuid());
  expect(new Set(ids).size).toBe(10_000);
  expect(
    ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  ).toEqual([]);
});

test("TK-16: ten thousand UUIDs of one moment are unique, version 7, and between those of the moments around it", () => {
  const at = Date.UTC(2026, 10, 26);
  const ids = Array.from({ length: 10_000 }, () => random.orderedUuid(at));
  expect(new Set(ids).size).toBe(10_000);
  // RFC 9562 §5.7: the first 48 bits are the milliseconds since 1970.
  expect(ids.filter((id) => !/^01a21526-e400-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toEqual(
    [],
  );
  const [earlier, later] = [random.orderedUuid(at - 1), random.orderedUuid(at + 1)];
  expect(ids.filter((id) => id <= earlier || id >= later)).toEqual([]);
});

test("UUIDs of one moment are sorted as they were drawn", () => {
  const fresh = createRandom();
  const at = Date.UTC(2026, 10, 26);
  for (const moment of [at, at + 1]) {
    const ids = Array.from({ length: 4_096 }, () => fresh.orderedUuid(moment));
    expect(ids).toEqual(ids.toSorted());
  }
});

test("draws every character of an alphabet that does not divide 256 about equally often", () => {
  const letters = alphanumerics.slice(0, 10).repeat(10) + alphanumerics.slice(10);
  // 126 letters: bytes modulo 126 would make the first four half as frequent again as the others.
  const text = random.characters(126 * 4_000, letters);
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  // Ten letters stand ten times in the alphabet; 8 standard deviations is beyond any chance.
  for (const letter of alphanumerics.slice(0, 10)) {
    expect(Math.abs((counts.get(letter) ?? 0) - 40_000)).toBeLessThan(8 * Math.sqrt(40_000));
  }
});

test("gives exactly as many characters or bytes as asked for", () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer({ min: 1, max: 36 }), (length, letters) => {
      const alphabet = alphanumerics.slice(0, letters);
      const text = random.characters(length, alphabet);
      return (
        text.length === length &&
        [...text].every((letter) => alphabet.includes(letter)) &&
        random.bytes(length).length === length
      );
    }),
  );
});

test("refuses an alphabet it cannot draw from", () => {
  expect(() => random.characters(4, "")).toThrow(RangeError);
  expect(() => random.characters(4, "ab".repeat(129))).toThrow(RangeError);
});
