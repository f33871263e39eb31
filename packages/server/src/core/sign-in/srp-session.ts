/** The secret block of an SRP challenge is its session, in the plain base64 that clients decode before they sign it. */
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";

export function secretBlockOf(session: string): string {
  return new TextEncoder().encode(session).toBase64();
}

export function sessionOfSecretBlock(block: string, fail: Fail<"NotAuthorizedException">): string {
  const bytes = bytesOf(block);
  if (bytes === undefined) throw fail("NotAuthorizedException", texts.sessionInvalid);
  return new TextDecoder().decode(bytes);
}

/** The decoder passes over white space, which no client sends. */
function bytesOf(base64: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  try {
    return Uint8Array.fromBase64(base64, { lastChunkHandling: "strict" });
  } catch {
    return undefined;
  }
}
