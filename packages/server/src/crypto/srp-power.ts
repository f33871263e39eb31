/**
 * base^exponent modulo the group's prime, in two ways with one result. The native way is RSA's public operation
 * without padding, which is just that: 0.45 ms for an exponent of 256 bits, where BigInt takes 1.5. It is synchronous,
 * for want of better: Node 26.10 has no asynchronous form of it, and `diffieHellman` on the thread pool keeps the main
 * thread for 0.63 ms all the same, to take in its keys (1.2 ms in all).
 *
 * Neither way takes constant time. What the server raises to is public (u) or used once (b).
 */
import { constants, publicEncrypt } from "node:crypto";
import { prime, primeBytes } from "./srp-group.ts";
import { fromMontgomery, multiply, toMontgomery } from "./srp-montgomery.ts";

/** Of a base below the prime. */
export type Power = (base: bigint, exponent: bigint) => bigint;

/**
 * The native way where it is right, otherwise BigInt. An even exponent lies outside RSA's definition, so a build of
 * OpenSSL may refuse it (FIPS) or get it wrong.
 */
export function choosePower(native: Power = nativePower): Power {
  const base = prime / 3n;
  const odd = (1n << 256n) / 3n;
  const expected = bigintPower(base, odd);
  try {
    const isRight = native(base, odd) === expected && native(base, odd + 1n) === (expected * base) % prime;
    return isRight ? native : bigintPower;
  } catch {
    return bigintPower;
  }
}

const n = bytesOf(prime).toString("base64url");

export function nativePower(base: bigint, exponent: bigint): bigint {
  const key = { kty: "RSA", n, e: bytesOf(exponent).toString("base64url") };
  const message = bytesOf(base, primeBytes);
  const power = publicEncrypt({ key, format: "jwk", padding: constants.RSA_NO_PADDING }, message);
  return BigInt(`0x${power.toString("hex")}`);
}

/** Four bits of the exponent at a time. */
export function bigintPower(base: bigint, exponent: bigint): bigint {
  const one = toMontgomery(1n);
  const first = toMontgomery(base);
  const powers = [one];
  for (const _ of Array(15)) powers.push(multiply(powers.at(-1) ?? one, first));
  let power = one;
  for (const digit of exponent.toString(16)) {
    for (let bit = 0; bit < 4; bit += 1) power = multiply(power, power);
    power = multiply(power, powers[Number.parseInt(digit, 16)] ?? one);
  }
  return fromMontgomery(power);
}

function bytesOf(value: bigint, length = 1): Buffer {
  const digits = value.toString(16);
  return Buffer.from(digits.padStart(Math.max(2 * length, digits.length + (digits.length % 2)), "0"), "hex");
}
