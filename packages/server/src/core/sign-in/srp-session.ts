/** The secret block of an SRP challenge is its session, in the plain base64 that clients decode before they sign it. */
import { bytesOfBase64 } from "../base64.ts";
import type { Fail } from "../failures.ts";
import type { SrpProof } from "../ports.ts";
import { texts } from "../texts.ts";

/** What that session keeps of the challenge. */
export type SrpData = Pick<SrpProof, "state">;

export function secretBlockOf(session: string): string {
  return new TextEncoder().encode(session).toBase64();
}

export function sessionOfSecretBlock(block: string, fail: Fail<"NotAuthorizedException">): string {
  const bytes = bytesOfBase64(block);
  if (bytes === undefined) throw fail("NotAuthorizedException", texts.sessionInvalid);
  return new TextDecoder().decode(bytes);
}
