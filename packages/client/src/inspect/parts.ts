/** The parts of a token as it is written, for showing where one ends and the next begins. */
import { decodeJweHeader, decodeJwt, tidy } from "./decode.ts";

export interface TokenPart {
  readonly name: "header" | "payload" | "signature" | "encryptedKey" | "iv" | "ciphertext" | "tag" | "text";
  /** Without the dots between. Empty where the token has nothing there. */
  readonly text: string;
}

/**
 * Splits a token at its dots and names the parts: three of a signed JWT (RFC 7515 §7.1), five of an encrypted one (RFC 7516 §7.1).
 * Anything else is one part named `text`, without what people paste around it. Never throws.
 */
export function splitToken(pasted: string): readonly TokenPart[] {
  const token = tidy(pasted);
  const names = namesOf(token);
  const texts = names.length === 1 ? [token] : token.split(".");
  return names.map((name, index) => ({ name, text: texts[index] ?? "" }));
}

function namesOf(token: string): readonly TokenPart["name"][] {
  if (decodeJwt(token) !== undefined) return ["header", "payload", "signature"];
  if (decodeJweHeader(token) !== undefined) return ["header", "encryptedKey", "iv", "ciphertext", "tag"];
  return ["text"];
}
