import fc from "fast-check";
import { expect, test } from "vitest";
import { prime } from "./srp-group.ts";
import { fromMontgomery, multiply, toMontgomery } from "./srp-montgomery.ts";

const edges = fc.constantFrom(0n, 1n, 2n, prime - 2n, prime - 1n);
const number = fc.oneof({ weight: 5, arbitrary: fc.bigInt({ min: 0n, max: prime - 1n }) }, edges);

test("multiplies as BigInt's remainder does", () => {
  fc.assert(
    fc.property(number, number, (left, right) => {
      const product = multiply(toMontgomery(left), toMontgomery(right));
      expect(fromMontgomery(product)).toBe((left * right) % prime);
      expect(product).toBe(toMontgomery((left * right) % prime));
    }),
    { numRuns: 500 },
  );
});
