import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ofNumbers } from "../../test/support/number-power.ts";
import { createGeneratorPower } from "./srp-fixed-base.ts";
import { bytesOf, generator, numberOf, prime } from "./srp-group.ts";
import { bigintPower, choosePower, nativePower, type Power } from "./srp-power.ts";

const natively = ofNumbers(nativePower);
const withBigint = ofNumbers(bigintPower);
const base = fc.oneof(fc.bigInt({ min: 0n, max: prime - 1n }), fc.constantFrom(0n, 1n, 2n, prime - 1n));
const exponent = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
const exponents = fc.oneof(exponent, fc.constantFrom(0n, 1n, 2n, 15n, 16n, 2n ** 255n, 2n ** 256n - 1n));

test("this machine gives the native way", () => {
  expect(choosePower()).toBe(nativePower);
});

test("both ways give the same powers", () => {
  fc.assert(
    fc.property(base, exponents, (number, power) => {
      expect(natively(number, power)).toBe(withBigint(number, power));
    }),
  );
});

test("both ways take exponents of any length that clients choose", () => {
  const long = fc.bigInt({ min: 0n, max: 2n ** 1024n });
  fc.assert(
    fc.property(base, long, (number, power) => {
      expect(natively(number, power)).toBe(withBigint(number, power));
    }),
    { numRuns: 20 },
  );
});

test("leading zeros change nothing", () => {
  for (const power of [nativePower, bigintPower]) {
    const wide = power(Buffer.from("0005", "hex"), Buffer.from("000003", "hex"));
    expect(numberOf(wide)).toBe(125n);
  }
});

test("BigInt's powers are repeated multiplication", () => {
  fc.assert(
    fc.property(base, fc.nat(300), (number, times) => {
      let product = 1n;
      for (let time = 0; time < times; time += 1) product = (product * number) % prime;
      expect(withBigint(number, BigInt(times))).toBe(product);
    }),
  );
});

describe("the table of the generator's powers", () => {
  test("gives them while it grows and when it is whole, and then by itself", () => {
    let asked = 0;
    const helping: Power = (number, power) => {
      asked += 1;
      return nativePower(number, power);
    };
    const generatorPower = createGeneratorPower(helping);
    for (let time = 0; time < 80; time += 1) {
      const power = 2n ** 255n + BigInt(time) ** 40n;
      expect(generatorPower(bytesOf(power))).toBe(natively(generator, power));
    }
    expect(asked).toBe(64);
    fc.assert(
      fc.property(exponents, (power) => {
        expect(generatorPower(bytesOf(power))).toBe(withBigint(generator, power));
      }),
      { numRuns: 300 },
    );
    expect(asked).toBe(64);
  });

  test("refuses an exponent that it has no rows for", () => {
    const generatorPower = createGeneratorPower(nativePower);
    expect(() => generatorPower(bytesOf(2n ** 256n))).toThrow(RangeError);
  });
});

describe("the self-test falls back to BigInt", () => {
  const bent = (bend: (power: bigint) => bigint): Power => {
    return (number, power) => bigintPower(number, bytesOf(bend(numberOf(power))));
  };

  test("when the native way refuses", () => {
    const refusing = () => {
      throw new Error("bad e value");
    };
    expect(choosePower(refusing)).toBe(bigintPower);
  });

  test("when it is wrong for odd exponents", () => {
    expect(choosePower(bent((power) => power & ~1n))).toBe(bigintPower);
  });

  test("when it is wrong for even exponents only", () => {
    expect(choosePower(bent((power) => power | 1n))).toBe(bigintPower);
  });
});
