import { describe, expect, test } from "vitest";
import { isExpired, isFresh, renewalTime } from "./token-set.ts";

const hour = 3_600_000;

describe("a token is renewed", () => {
  test("between a minute and half a minute before its end, by lot", () => {
    expect(renewalTime(0, hour, () => 0)).toBe(hour - 60_000);
    expect(renewalTime(0, hour, () => 0.5)).toBe(hour - 45_000);
    expect(renewalTime(0, hour, () => 0.999_999)).toBeCloseTo(hour - 30_000, -2);
  });

  test("in the last fifth of a short life at most", () => {
    expect(renewalTime(1000, 11_000, () => 0)).toBe(9000);
    expect(renewalTime(1000, 11_000, () => 0.5)).toBe(9500);
  });

  test("at once where it has ended already", () => {
    expect(renewalTime(1000, 1000, () => 0.5)).toBe(1000);
  });

  test("never where nobody says when it ends", () => {
    expect(renewalTime(0, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  test("at another time than its twins", () => {
    const times = new Set(Array.from({ length: 100 }, () => renewalTime(0, hour)));
    expect(times.size).toBeGreaterThan(50);
  });
});

test("it is fresh before that, and expired from its end on", () => {
  const token = { renewAt: 900, expiresAt: 1000 };
  expect([899, 900].map((now) => isFresh(token, now))).toEqual([true, false]);
  expect([999, 1000].map((now) => isExpired(token, now))).toEqual([false, true]);
});
