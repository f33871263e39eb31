/** JSON as it stands in a signed token. */

/**
 * The object that `text` says; undefined where it is none, or names a member twice: which of the two counts, readers of JSON
 * disagree about, and so two of them would read two tokens (RFC 7515 §5.2, RFC 7519 §4).
 */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isObject(value) && !hasRepeatedName(text) ? value : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Of text that is known to be JSON, so a string before a colon is a name. */
function hasRepeatedName(text: string): boolean {
  /** The names of each object around the current place; an array has none. */
  const open: Set<string>[] = [];
  let last = "";
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const names = open.at(-1);
      // Compared as they are read: "a" and "\u0061" are one name.
      const name = String(JSON.parse(last));
      if (names?.has(name)) return true;
      names?.add(name);
    } else last = token;
  }
  return false;
}
