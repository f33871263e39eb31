/** A piece of a token that nobody has vouched for, as it may stand in a message, a log line and a header (RFC 6750 §3). */
export function quoted(value: unknown): string {
  if (value === undefined) return "none";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const safe = text.replaceAll(/[^\x20\x21\x23-\x5B\x5D-\x7E]/g, "?");
  return safe.length > 100 ? `${safe.slice(0, 100)}...` : safe;
}
