/**
 * What may follow a prefix on its way to an API (BF-05). Servers disagree on what dot segments, doubled or encoded slashes mean,
 * and every disagreement is a way around somebody's rule; so whatever could be read in two ways is refused.
 */
import type { ProxyRoute } from "./rules.ts";

/** The address at the API; undefined for a path that is refused. */
export function upstreamUrl(
  { prefix, upstream }: ProxyRoute,
  pathname: string,
  search: string,
): URL | undefined {
  if (isAmbiguous(pathname)) return undefined;
  const url = new URL(upstream.href + pathname.slice(prefix.length));
  url.search = search;
  // What the checks above promise, once more at the end.
  const isWithin = url.origin === upstream.origin && url.pathname.startsWith(upstream.pathname);
  return isWithin ? url : undefined;
}

/** Encoded: slash, backslash, dot and control characters, also when encoded twice; and percent signs that encode nothing. */
const encoded = /%(25)*(2e|2f|5c|[01][\da-f]|7f)|%(?![\da-f]{2})/i;

export function isAmbiguous(pathname: string): boolean {
  return (
    pathname.includes("//") ||
    pathname.includes("\\") ||
    /[\p{Cc}#?]/u.test(pathname) ||
    encoded.test(pathname) ||
    // Some servers cut `;…` off a segment before they look at its dots.
    pathname.split("/").some((segment) => /^\.{1,2}(;|$)/.test(segment))
  );
}
