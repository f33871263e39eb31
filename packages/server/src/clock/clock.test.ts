import { expect, test } from "vitest";
import { createClock } from "./clock.ts";

test("runs ahead of the machine by what was added, and back with it after a reset", () => {
  const clock = createClock({ now: () => 1000 });
  clock.advance(500);
  clock.advance(250);
  expect([clock.now(), clock.aheadMs()]).toEqual([1750, 750]);
  clock.reset();
  expect([clock.now(), clock.aheadMs()]).toEqual([1000, 0]);
});

test("never goes back", () => {
  expect(() => createClock().advance(-1)).toThrow(RangeError);
});
