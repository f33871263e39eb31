import { expect, test } from "vitest";
import { momentOf, noExpiration, span } from "./moments.ts";

const now = Date.parse("2026-11-23T13:23:00Z");
const verbs = ["expires", "expired"] as const;

test.each([
  ["2026-11-23T14:05:00Z", "expires in 42 minutes"],
  ["2026-11-23T13:23:01Z", "expires in 1 second"],
  ["2026-11-23T12:18:00Z", "expired 1 hour 5 minutes ago"],
  ["2026-12-23T13:23:00Z", "expires in 30 days"],
  ["2026-11-23T13:23:00Z", "expired just now"],
])("%s in words", (iso, words) => {
  expect(momentOf(Date.parse(iso) / 1000, now, verbs)).toEqual({ iso, words });
});

test("no expiration is said so, with its exact value", () => {
  expect(momentOf(noExpiration, now, verbs)).toEqual({
    iso: "9999-12-31T23:59:59Z",
    words: "never: it stands for no expiration",
  });
});

test.each([undefined, "1700000000", Number.NaN, Number.POSITIVE_INFINITY, 1e300, {}])(
  "%s is no moment",
  (value) => {
    expect(momentOf(value, now, verbs)).toBeUndefined();
  },
);

test.each([
  [0.4, "0 seconds"],
  [59.9, "59 seconds"],
  [90, "1 minute"],
  [3600, "1 hour"],
  [36_000 + 1800, "10 hours"],
  [86_400 * 2 + 3600 * 3, "2 days 3 hours"],
  [31_557_600 * 2.5, "2 years"],
])("%d seconds are %s", (seconds, words) => {
  expect(span(seconds)).toBe(words);
});
