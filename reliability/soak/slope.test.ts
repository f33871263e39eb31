import { expect, test } from "vitest";
import { slopePerHour } from "./slope.ts";

test("is what the line through the points climbs in an hour, whatever the noise around it", () => {
  expect(
    slopePerHour([
      [0, 100],
      [1000, 100],
      [2000, 100],
    ]),
  ).toBe(0);
  expect(
    slopePerHour([
      [0, 100],
      [1_800_000, 101],
      [3_600_000, 102],
    ]),
  ).toBeCloseTo(2);
  expect(
    slopePerHour([
      [0, 99],
      [1_800_000, 103],
      [3_600_000, 101],
    ]),
  ).toBeCloseTo(2);
  expect(slopePerHour([])).toBe(0);
});
