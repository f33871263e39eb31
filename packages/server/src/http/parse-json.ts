/** The body of a JSON call: one object, nested at most 32 deep (AP-04). The size is bounded before it gets here. */
const deepest = 32;

export function parseJsonObject(body: Uint8Array): Record<string, unknown> | undefined {
  const text = decode(body);
  if (text === undefined || isTooDeep(text)) return undefined;
  try {
    const value: unknown = text.trim() === "" ? {} : JSON.parse(text);
    // JSON.parse makes plain objects, so an object that is not an array is a record.
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
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
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isInString) {
      if (character === "\\") index++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{" || character === "[") {
      depth++;
      if (depth > deepest) return true;
    } else if (character === "}" || character === "]") depth--;
  }
  return false;
}

/** Made once: a decoder that refuses malformed bytes costs more to make than to use. */
const utf8 = new TextDecoder("utf-8", { fatal: true });
