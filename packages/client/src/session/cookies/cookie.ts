/**
 * One cookie: its name with the prefix, its attributes, and how it is read (CK-01). Over https names begin with `__Host-`, so that no
 * neighbouring host can set them; over http, which is for loopback addresses, browsers would refuse that, and they go without.
 */

export interface CookieRules {
  /** Of the session cookie, without prefix. */
  readonly name: string;
  readonly isSecure: boolean;
  readonly sameSite: "lax" | "strict" | "none";
  readonly isPartitioned: boolean;
}

/** What a browser accepts for name and value together (RFC 6265bis §5.6; CK-04). */
export const largestCookie = 4_096;

/** Browsers cut longer lives to this (RFC 6265bis §5.5). */
const longestSeconds = 400 * 86_400;

const sameSites = { lax: "Lax", strict: "Strict", none: "None" } as const;

export function fullName(rules: Pick<CookieRules, "isSecure">, name: string): string {
  return rules.isSecure ? `__Host-${name}` : name;
}

/** The `Set-Cookie` line. Zero seconds delete the cookie. */
export function setCookie(rules: CookieRules, name: string, value: string, maxAgeSeconds: number): string {
  const maxAge = Math.max(0, Math.min(Math.floor(maxAgeSeconds), longestSeconds));
  const attributes = [
    `${fullName(rules, name)}=${value}`,
    "Path=/",
    `Max-Age=${maxAge}`,
    "HttpOnly",
    `SameSite=${sameSites[rules.sameSite]}`,
    ...(rules.isSecure ? ["Secure"] : []),
    ...(rules.isPartitioned ? ["Partitioned"] : []),
  ];
  return attributes.join("; ");
}

export function deleteCookie(rules: CookieRules, name: string): string {
  return setCookie(rules, name, "", 0);
}

/**
 * What a request brings, by name without prefix. A name that comes twice is left out: one of the two was planted by a neighbour,
 * and nothing tells which (CK-06).
 */
export function readCookies(
  rules: Pick<CookieRules, "isSecure">,
  headers: Headers,
): ReadonlyMap<string, string> {
  const prefix = fullName(rules, "");
  const found = new Map<string, string>();
  const twice = new Set<string>();
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const [full = "", ...rest] = pair.trim().split("=");
    if (!full.startsWith(prefix)) continue;
    const name = full.slice(prefix.length);
    if (found.has(name)) twice.add(name);
    found.set(name, rest.join("="));
  }
  for (const name of twice) found.delete(name);
  return found;
}
