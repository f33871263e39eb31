/**
 * The text both sides hash (SigV4, "Create a canonical request"). Its characters are bytes: whoever hashes it
 * reads it as latin1, so that UTF-8 in a header counts as the bytes that were sent.
 */
import { parseQuery, percentEncode } from "./query.ts";
import type { SignedRequest } from "./signed-request.ts";
import { headerValues } from "./signed-request.ts";

export function canonicalRequest(
  request: SignedRequest,
  signedHeaders: readonly string[],
  bodyHash: string,
): string {
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${canonicalHeader(headerValues(request, name))}`),
    "",
    signedHeaders.join(";"),
    bodyHash,
  ].join("\n");
}

/** Every service but S3 drops "." and empty segments, and encodes the already encoded path once more. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(percentEncode(segment));
  }
  const trailingSlash = segments.length > 0 && path.endsWith("/") ? "/" : "";
  return `/${segments.join("/")}${trailingSlash}`;
}

function canonicalQuery(query: string): string {
  return parseQuery(query)
    .filter(({ name }) => name !== "X-Amz-Signature")
    .map(({ name, value }) => ({ name: percentEncode(name), value: percentEncode(value) }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.value, b.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join("&");
}

/** Byte order: `localeCompare` would sort upper and lower case together. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function canonicalHeader(values: readonly string[]): string {
  return values.map((value) => value.replace(/[ \t]+/g, " ").replace(/^ | $/g, "")).join(",");
}
