/** Key sets as people have them: in a file, from an address, or pasted. */
import type { InspectKey } from "./signature.ts";

/**
 * Reads a JWK Set (RFC 7517 §5), a list of keys, or one key, for `InspectOptions.keys`. Undefined for a text that is none of them.
 * Nothing is checked but the form: a key that cannot be used signs nothing. Never throws.
 *
 * ```ts
 * const keys = parseKeySet(await (await fetch(`${issuer}/.well-known/jwks.json`)).text());
 * ```
 */
export function parseKeySet(text: string): readonly InspectKey[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const list: readonly unknown[] = Array.isArray(parsed) ? parsed : (membersOf(parsed) ?? [parsed]);
  return list.every(isKey) ? list : undefined;
}

function membersOf(value: unknown): readonly unknown[] | undefined {
  const isSet = typeof value === "object" && value !== null && "keys" in value;
  return isSet && Array.isArray(value.keys) ? value.keys : undefined;
}

function isKey(value: unknown): value is InspectKey {
  return typeof value === "object" && value !== null && "kty" in value && typeof value.kty === "string";
}
