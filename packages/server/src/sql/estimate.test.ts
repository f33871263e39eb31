import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { estimateOf, fewSubs } from "./estimate.ts";

test.each([5_000, 50_000, 200_000])("the first subs tell how many there are in all: %d", (people) => {
  const subs = Array.from({ length: people }, () => randomUUID()).sort();
  const estimate = estimateOf(fewSubs, subs[fewSubs] ?? "");
  // Ten times the usual error, which is one over the root of those that are looked at.
  expect(Math.abs(estimate / people - 1)).toBeLessThan(10 / Math.sqrt(fewSubs));
});

test("never fewer than were found", () => {
  expect(estimateOf(fewSubs, "ffffffff-ffff-4fff-8fff-ffffffffffff")).toBe(fewSubs + 1);
});
