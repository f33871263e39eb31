/** The body of a JSON call: one object, nested at most 32 deep (AP-04). The size is bounded before it gets here. */
import { isJsonObject } from "../model/json-object.ts";

const deepest = 32;

export function parseJsonObject(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  const text = decode(body);
  if (text === undefined || isTooDeep(text)) return undefined;
  try {
    const value: unknown = text.trim() === "" ? {} : JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function decode(body: Uint8Array): string | undefined {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
}

/** Counts brackets outside strings, before the parser recurses. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') index = endOfString(text, index + 1);
    else if (character === "{" || character === "[") {
      depth += 1;
      if (depth > deepest) return true;
    } else if (character === "}" || character === "]") depth -= 1;
  }
  return false;
}

/** Where the quote is that ends it: found natively, since most of a body is long strings. The end of the text where there is none. */
function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start);
  while (quote !== -1 && isEscaped(text, quote, start)) quote = text.indexOf('"', quote + 1);
  return quote === -1 ? text.length : quote;
}

/** By an odd number of backslashes before it. */
function isEscaped(text: string, quote: number, start: number): boolean {
  let first = quote;
  while (first > start && text[first - 1] === "\\") first -= 1;
  return (quote - first) % 2 === 1;
}

/** Made once: a decoder that refuses malformed bytes costs more to make than to use. */
const utf8 = new TextDecoder("utf-8", { fatal: true });
