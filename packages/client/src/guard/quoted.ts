/** A piece of a token that nobody has vouched for, as it may stand in a message and a log line. */
export function quoted(value: unknown): string {
  if (value === undefined) return "none";
  const safe = printable(typeof value === "string" ? value : JSON.stringify(value));
  return safe.length > 100 ? `${safe.slice(0, 100)}...` : safe;
}

/** Only what may stand between the quotes of a `WWW-Authenticate` parameter (RFC 6750 §3). */
export function printable(text: string): string {
  return text.replaceAll(/[^\x20\x21\x23-\x5B\x5D-\x7E]/g, "?");
}
