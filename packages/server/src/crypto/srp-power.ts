/**
 * base^exponent modulo the group's prime, in two ways with one result. The native way is RSA's public operation
 * without padding, which is just that: 0.45 ms for an exponent of 256 bits, where BigInt takes 1.5. It is synchronous,
 * for want of better: Node 26.10 has no asynchronous form of it, and `diffieHellman` on the thread pool keeps the main
 * thread for 0.63 ms all the same, to take in its keys (1.2 ms in all).
 *
 * Neither way takes constant time. What the server raises to is public (u) or used once (b).
 */
import { constants, publicEncrypt } from "node:crypto";
import { bytesOf, numberOf, prime, widened } from "./srp-group.ts";
import { fromMontgomery, multiply, toMontgomery } from "./srp-montgomery.ts";

/** Of a base below the prime. Bytes in and out: numbers come as bytes and go into hashes, and a BigInt takes 10 µs for both ways. */
export type Power = (base: Buffer, exponent: Buffer) => Buffer;

/**
 * The native way where it is right, otherwise BigInt. An even exponent lies outside RSA's definition, so a build of
 * OpenSSL may refuse it (FIPS) or get it wrong.
 */
export function choosePower(native: Power = nativePower): Power {
  const base = prime / 3n;
  const odd = (1n << 256n) / 3n;
  const isRight = (exponent: bigint, expected: bigint) =>
    numberOf(native(bytesOf(base), bytesOf(exponent))) === expected;
  const expected = numberOf(bigintPower(bytesOf(base), bytesOf(odd)));
  try {
    return isRight(odd, expected) && isRight(odd + 1n, (expected * base) % prime) ? native : bigintPower;
  } catch {
    return bigintPower;
  }
}

const n = bytesOf(prime).toString("base64url");

export function nativePower(base: Buffer, exponent: Buffer): Buffer {
  const key = { kty: "RSA", n, e: exponent.toString("base64url") };
  // Without padding the message is as long as the key.
  return publicEncrypt({ key, format: "jwk", padding: constants.RSA_NO_PADDING }, widened(base));
}

/** Four bits of the exponent at a time. */
export function bigintPower(base: Buffer, exponent: Buffer): Buffer {
  const one = toMontgomery(1n);
  const first = toMontgomery(numberOf(base));
  const powers = [one];
  for (const _ of Array(15)) powers.push(multiply(powers.at(-1) ?? one, first));
  let power = one;
  for (const digit of exponent.toString("hex")) {
    for (let bit = 0; bit < 4; bit += 1) power = multiply(power, power);
    power = multiply(power, powers[Number.parseInt(digit, 16)] ?? one);
  }
  return bytesOf(fromMontgomery(power));
}
