/**
 * The group of Cognito's SRP (3072 bits, RFC 5054 and RFC 3526 group 15), and how its numbers are written: hexadecimal where they
 * are kept and sent, and where they are hashed as Java's `BigInteger.toByteArray()`, the fewest bytes that leave the sign bit clear.
 * Bytes come with the highest first.
 */
import { createHash } from "node:crypto";

export const prime = BigInt(
  `0x${[
    "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd",
    "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed",
    "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f",
    "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b",
    "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510",
    "15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7",
    "abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c",
    "bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff",
  ].join("")}`,
);

export const primeBytes = 384;
export const generator = 2n;

/** `k`. */
export const multiplier = numberOf(hashed(bytesOf(prime), bytesOf(generator)));

/** Undefined for what is not hexadecimal, or longer than the prime once its leading zeros are gone. */
export function parseNumber(text: string): bigint | undefined {
  if (!/^[0-9a-f]+$/i.test(text)) return undefined;
  const digits = text.startsWith("0") ? text.replace(/^0+/, "") : text;
  return digits.length > 2 * primeBytes ? undefined : BigInt(`0x0${digits}`);
}

export function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x0${bytes.toString("hex")}`);
}

export function bytesOf(value: bigint): Buffer {
  return bytesOfHex(value.toString(16));
}

/** Of hexadecimal digits, an odd number of them too. Throws for anything else. */
export function bytesOfHex(digits: string): Buffer {
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex");
  // Buffer stops at what is no digit.
  if (digits === "" || bytes.length !== Math.ceil(digits.length / 2)) {
    throw new Error("a stored number of SRP is not one");
  }
  return bytes;
}

/** With zeros in front of it, as long as the prime. */
export function widened(bytes: Buffer): Buffer {
  return bytes.length === primeBytes
    ? bytes
    : Buffer.concat([Buffer.alloc(primeBytes - bytes.length), bytes]);
}

/** `PAD` of cognito.md §5.1. */
export function padded(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const fewest = bytes.subarray(start);
  return (fewest[0] ?? 0) < 0x80 ? fewest : Buffer.concat([Buffer.of(0), fewest]);
}

/** The SHA-256 of all parts, each as `padded` writes it, one behind the other. */
export function hashed(...parts: readonly Buffer[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(padded(part));
  return hash.digest();
}
