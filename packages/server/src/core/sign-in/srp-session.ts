/** The secret block of an SRP challenge is its session, in the plain base64 that clients decode before they sign it. */
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";

export function secretBlockOf(session: string): string {
  return new TextEncoder().encode(session).toBase64();
}

export function sessionOfSecretBlock(block: string, fail: Fail<"NotAuthorizedException">): string {
  if (!/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(block)) {
    throw fail("NotAuthorizedException", texts.sessionInvalid);
  }
  return new TextDecoder().decode(Uint8Array.fromBase64(block));
}
