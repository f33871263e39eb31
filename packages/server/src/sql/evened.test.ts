import { expect, test } from "vitest";
import { evened } from "./evened.ts";

test.each([
  [["a"], ["a"]],
  [
    ["a", "b"],
    ["a", "b"],
  ],
  [
    ["a", "b", "c"],
    ["a", "b", "c", "c"],
  ],
])("%j is asked for as %j", (values, list) => {
  expect(evened(values)).toEqual(list);
});

test("250 values have nine lengths, and nothing is none", () => {
  const lengths = Array.from({ length: 250 }, (_, index) => evened(Array(index + 1).fill("a")).length);
  expect([...new Set(lengths)]).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
  expect(evened([])).toEqual([]);
});
