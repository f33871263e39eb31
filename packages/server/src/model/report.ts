/** What one validation found, in AWS's words. */

/** Beyond it a message would grow with the input; the count in front stays true. */
const mostDetails = 20;
const longestValue = 1024;
const longestKey = 64;

export class Report {
  /** Why the input cannot be read at all, if so; it outranks every constraint. */
  unreadable: string | undefined;
  #count = 0;
  readonly #details: string[] = [];

  /** `shown` is the value as the message shows it, or undefined where it must not. */
  violation(path: string, shown: string | undefined, constraint: string): void {
    this.#count++;
    if (this.#details.length >= mostDetails) return;
    const value = shown === undefined ? "Value" : `Value ${shown}`;
    this.#details.push(`${value} at '${path}' failed to satisfy constraint: ${constraint}`);
  }

  /** A JSON value of another type than `expected`; the first one is told. */
  wrongType(value: unknown, expected: string): undefined {
    this.unreadable ??= wrongTypeMessage(value, expected);
  }

  /** Undefined when no constraint failed. */
  message(): string | undefined {
    if (this.#count === 0) return undefined;
    const errors = this.#count === 1 ? "error" : "errors";
    return `${this.#count} validation ${errors} detected: ${this.#details.join("; ")}`;
  }
}

/** As Java prints it: bare scalars, `[a, b]` for a list, `{k=v}` for a map. */
export function show(value: unknown): string {
  return `'${cut(bare(value), longestValue)}'`;
}

/** A map's key as a step of a path. */
export function keyStep(key: string): string {
  return cut(key, longestKey);
}

function bare(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${key}=${item}`);
  return `{${entries.join(", ")}}`;
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

function wrongTypeMessage(value: unknown, expected: string): string {
  switch (typeof value) {
    case "object":
      return Array.isArray(value)
        ? "Start of list found where not expected"
        : "Start of structure or map found where not expected.";
    case "string":
    case "number":
      return `${(typeof value).toUpperCase()}_VALUE can not be converted to ${expected}`;
    case "boolean":
      return `${value ? "TRUE" : "FALSE"}_VALUE can not be converted to ${expected}`;
    default:
      return "Unexpected end of input";
  }
}
