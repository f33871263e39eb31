import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median, percentile, sortNumbers } from "./statistics.ts";

const oneToHundred = sortNumbers(Array.from({ length: 100 }, (_, index) => index + 1));
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe("percentile", () => {
  it("gives the nearest rank", () => {
    expect(percentile(oneToHundred, 50)).toBe(50);
    expect(percentile(oneToHundred, 99)).toBe(99);
    expect(percentile(oneToHundred, 99.1)).toBe(100);
  });

  it("gives the smallest value at 0 and the largest at 100", () => {
    expect(percentile(oneToHundred, 0)).toBe(1);
    expect(percentile(oneToHundred, 100)).toBe(100);
  });

  it("has no answer for no values", () => {
    expect(percentile([], 99)).toBeNaN();
  });

  it("refuses a percentile outside 0 to 100", () => {
    expect(() => percentile([1], 101)).toThrow(RangeError);
    expect(() => percentile([1], -1)).toThrow(RangeError);
  });

  it("always gives an observed value with enough values at or below it", () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), fc.integer({ min: 0, max: 100 }), (values, percent) => {
        const answer = percentile(sortNumbers(values), percent);
        expect(values).toContain(answer);
        expect(values.filter((value) => value <= answer).length).toBeGreaterThanOrEqual(
          (percent / 100) * values.length,
        );
      }),
    );
  });
});

describe("median", () => {
  it("is the middle of an odd count, whatever the order", () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it("is the mean of the two in the middle of an even count", () => {
    expect(median([4, 1, 2, 100])).toBe(3);
  });

  it("sorts by number and not by text", () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it("has no answer for no values", () => {
    expect(median([])).toBeNaN();
  });
});
