import { bytesOf, numberOf } from "../../src/crypto/srp-group.ts";
import { nativePower, type Power } from "../../src/crypto/srp-power.ts";

/** A power of bytes as one of numbers. */
export function ofNumbers(power: Power): (base: bigint, exponent: bigint) => bigint {
  return (base, exponent) => numberOf(power(bytesOf(base), bytesOf(exponent)));
}

/** What keeps the tests' clients cheap; the server's own arithmetic is tested against plain BigInt. */
export const fastPower = ofNumbers(nativePower);
