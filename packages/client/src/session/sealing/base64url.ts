/** Bytes as text for cookies, stores and addresses (RFC 4648 §5), without what only newer runtimes have. */

type Bytes = Uint8Array<ArrayBuffer>;

/** So many bytes at a time become arguments of one call. */
const chunkSize = 8_192;

export function toBase64url(bytes: Bytes): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += chunkSize) {
    text += String.fromCharCode(...bytes.subarray(start, start + chunkSize));
  }
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Undefined where the text is none. */
export function fromBase64url(text: string): Bytes | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const decoded = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
}

/** An unguessable name of 256 bits. */
export function randomId(): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(32)));
}

export async function sha256(text: string): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}
