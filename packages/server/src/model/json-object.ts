/** What JSON calls an object. Lists are none, and neither is null, though JavaScript says `object` of both. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
