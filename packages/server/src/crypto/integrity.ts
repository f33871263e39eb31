/** Keyed codes behind the `Integrity` port: HMAC-SHA256 under a key of the master key ring, with the id of that key in front. */
import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";
import type { Integrity } from "../core/ports.ts";
import { decodeBase64url } from "./base64url.ts";
import type { MasterKeyRing } from "./master-key.ts";

/** `retired`: keys that only check what was written before they were retired. */
export function createIntegrity(
  { current, byId }: MasterKeyRing,
  retired: ReadonlyMap<string, KeyObject>,
): Integrity {
  return {
    mac: (text) => `${current.keyId}.${hmac(current.integrity, text).toString("base64url")}`,
    check(text, mac) {
      const [keyId = "", code = "", ...rest] = mac.split(".", 3);
      const key = byId.get(keyId)?.integrity ?? retired.get(keyId);
      if (key === undefined) return "keyGone";
      const expected = hmac(key, text);
      const given = decodeBase64url(code);
      if (given?.length !== expected.length || rest.length > 0) return "wrong";
      return timingSafeEqual(given, expected) ? "right" : "wrong";
    },
    isRetired: (mac) => retired.has(keyIdOf(mac)),
    isCurrent: (mac) => keyIdOf(mac) === current.keyId,
  };
}

function keyIdOf(mac: string): string {
  return mac.split(".", 1)[0] ?? "";
}

function hmac(key: KeyObject, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
