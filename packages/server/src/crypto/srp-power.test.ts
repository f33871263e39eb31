import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generatorPower } from "./srp-fixed-base.ts";
import { prime } from "./srp-group.ts";
import { bigintPower, choosePower, nativePower } from "./srp-power.ts";

const base = fc.oneof(fc.bigInt({ min: 0n, max: prime - 1n }), fc.constantFrom(0n, 1n, 2n, prime - 1n));
const exponent = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
const exponents = fc.oneof(exponent, fc.constantFrom(0n, 1n, 2n, 15n, 16n, 2n ** 255n, 2n ** 256n - 1n));

test("this machine gives the native way", () => {
  expect(choosePower()).toBe(nativePower);
});

test("both ways give the same powers", () => {
  fc.assert(
    fc.property(base, exponents, (number, power) => {
      expect(nativePower(number, power)).toBe(bigintPower(number, power));
    }),
  );
});

test("both ways take exponents of any length that clients choose", () => {
  const long = fc.bigInt({ min: 0n, max: 2n ** 1024n });
  fc.assert(
    fc.property(base, long, (number, power) => {
      expect(nativePower(number, power)).toBe(bigintPower(number, power));
    }),
    { numRuns: 20 },
  );
});

test("BigInt's powers are repeated multiplication", () => {
  fc.assert(
    fc.property(base, fc.nat(300), (number, times) => {
      let product = 1n;
      for (let time = 0; time < times; time += 1) product = (product * number) % prime;
      expect(bigintPower(number, BigInt(times))).toBe(product);
    }),
  );
});

test("the table gives the powers of the generator", () => {
  fc.assert(
    fc.property(exponents, (power) => {
      expect(generatorPower(power)).toBe(bigintPower(2n, power));
    }),
  );
});

test("the table refuses an exponent that it has no rows for", () => {
  expect(() => generatorPower(2n ** 256n)).toThrow(RangeError);
});

describe("the self-test falls back to BigInt", () => {
  test("when the native way refuses", () => {
    const refusing = () => {
      throw new Error("bad e value");
    };
    expect(choosePower(refusing)).toBe(bigintPower);
  });

  test("when it is wrong for odd exponents", () => {
    expect(choosePower((number, power) => bigintPower(number, power & ~1n))).toBe(bigintPower);
  });

  test("when it is wrong for even exponents only", () => {
    expect(choosePower((number, power) => bigintPower(number, power | 1n))).toBe(bigintPower);
  });
});
