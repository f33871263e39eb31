/** A token taken apart, before anything in it is believed. */
import { explainedError } from "../errors/explained-error.ts";
import { parseJsonObject } from "./json-object.ts";

export interface CompactToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

const mostHeaderBytes = 2048;

/**
 * Reads the three parts of a JWT (RFC 7519 §7.2), each in the one way it can be written. Throws `token_missing`,
 * `token_too_large` or `token_malformed`.
 */
export function readCompactToken(token: string, maxBytes: number): CompactToken {
  // Callers in JavaScript pass on what a missing header is.
  if (typeof token !== "string" || token === "") throw explainedError("token_missing");
  if (token.length > maxBytes) {
    throw explainedError("token_too_large", `more than ${maxBytes} bytes`);
  }
  const parts = token.split(".");
  if (parts.length === 5) {
    throw explainedError("token_malformed", "it is encrypted; a refresh token is not for APIs");
  }
  const [header = "", payload = "", signature = ""] = parts;
  if (parts.length !== 3) throw explainedError("token_malformed", "a JWT has three parts");
  if (header.length > (mostHeaderBytes * 4) / 3) {
    throw explainedError("token_too_large", `its header has more than ${mostHeaderBytes} bytes`);
  }
  if (!isCanonical(signature)) throw explainedError("token_malformed", "its signature is not base64url");
  return { header: partOf(header, "header"), payload: partOf(payload, "payload") };
}

function partOf(encoded: string, name: string): Readonly<Record<string, unknown>> {
  if (!isCanonical(encoded)) throw explainedError("token_malformed", `its ${name} is not base64url`);
  const value = parseJsonObject(textOf(encoded) ?? "");
  if (value === undefined) {
    throw explainedError("token_malformed", `its ${name} is not a JSON object with every member once`);
  }
  return value;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Without padding, and with nothing in the bits that no byte uses: else one token could be written in several ways. */
function isCanonical(encoded: string): boolean {
  if (!/^[\w-]*$/.test(encoded)) return false;
  const last = alphabet.indexOf(encoded.at(-1) ?? "A");
  switch (encoded.length % 4) {
    case 0:
      return true;
    case 2:
      return (last & 0b1111) === 0;
    case 3:
      return (last & 0b11) === 0;
    default:
      return false;
  }
}

/** Undefined where the bytes are not UTF-8. */
function textOf(encoded: string): string | undefined {
  const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(binary.length);
  // `Uint8Array.from` with a function takes forty times as long, for a large token longer than its signature.
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
