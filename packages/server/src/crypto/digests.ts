/** Hashes and keyed hashes behind the `Digests` port. */
import { createHmac, hash, timingSafeEqual } from "node:crypto";
import type { Digests } from "../core/ports.ts";
import type { MasterKey } from "./master-key.ts";

/**
 * `fingerprint`: of the key of this data, wherever it stands in the ring, so that the answers about people who do not exist survive the
 * first half of a key rotation exactly like the answers about people who do, and that every server gives the same.
 */
export function createDigests({ fingerprint }: Pick<MasterKey, "fingerprint">): Digests {
  return {
    sha256: (text) => hash("sha256", text, "base64url"),
    hmacSha256: (secret, text) => createHmac("sha256", secret).update(text).digest("base64"),
    fingerprint: (text) => createHmac("sha256", fingerprint).update(text).digest("base64url"),
    equal,
  };
}

/**
 * UTF-16, because UTF-8 maps every lone surrogate to the same replacement character. Only the length of the given
 * text can be told from the time, and whoever gave it knows it.
 */
function equal(left: string, right: string): boolean {
  const expected = Buffer.from(left, "utf16le");
  const given = Buffer.from(right, "utf16le");
  if (expected.length === given.length) return timingSafeEqual(expected, given);
  timingSafeEqual(given, given);
  return false;
}
