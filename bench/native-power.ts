// base^exponent modulo SRP's prime (RFC 3526 group 15), made the fastest way Node has: RSA's public operation without
// padding is just that. It is both the yardstick for sign-ins by SRP and what keeps their client cheap.
import { constants, getDiffieHellman, publicEncrypt } from "node:crypto";

const prime = getDiffieHellman("modp15").getPrime();
const n = prime.toString("base64url");

export function nativePower(base: bigint, exponent: bigint): bigint {
  const key = { kty: "RSA", n, e: bytesOf(exponent, 1).toString("base64url") };
  const message = bytesOf(base, prime.length);
  const power = publicEncrypt({ key, format: "jwk", padding: constants.RSA_NO_PADDING }, message);
  return BigInt(`0x${power.toString("hex")}`);
}

function bytesOf(value: bigint, length: number): Buffer {
  const digits = value.toString(16);
  const even = digits.length + (digits.length % 2);
  return Buffer.from(digits.padStart(Math.max(2 * length, even), "0"), "hex");
}
