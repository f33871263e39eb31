/** Taking a token apart, without believing any of it. */

export interface DecodedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What is signed: the first two parts as they are written. */
  readonly signingInput: string;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** As people paste it: with a scheme, quotes or line breaks around and inside it. */
export function tidy(pasted: string): string {
  const bare = pasted
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/^["'`]|["'`]$/g, "");
  const token = bare.replace(/^(?:authorization:\s*)?bearer /i, "");
  return /^[\w.\- ~+/=]+$/.test(token) && token.includes(".") ? token.replaceAll(" ", "") : token;
}

/** Undefined unless it has the three parts of a signed JWT, two of them JSON objects. */
export function decodeJwt(token: string): DecodedJwt | undefined {
  const [head = "", body = "", tail = "", ...rest] = token.split(".");
  const header = decodeObject(head);
  const claims = decodeObject(body);
  const signature = decodeBase64url(tail);
  if (rest.length > 0 || token.split(".").length !== 3) return undefined;
  if (header === undefined || claims === undefined || signature === undefined) return undefined;
  return { header, claims, signingInput: `${head}.${body}`, signature };
}

/** The header of an encrypted JWT (five parts, RFC 7516 §3.1); the rest needs the key. */
export function decodeJweHeader(token: string): Readonly<Record<string, unknown>> | undefined {
  const parts = token.split(".");
  const header = decodeObject(parts[0] ?? "");
  return parts.length === 5 && typeof header?.["enc"] === "string" ? header : undefined;
}

function decodeObject(part: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = decodeBase64url(part);
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    // What JSON.parse makes and is neither null nor an array is a plain object.
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Padding is allowed, as some encoders write it; anything else outside the alphabet is not (RFC 4648 §5). */
function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*=*$/.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
