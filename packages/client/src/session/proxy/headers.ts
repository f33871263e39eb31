/** Which headers pass, in both directions (BF-06). */

/** About one connection only (RFC 9110 §7.6.1). */
const hopByHop = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

const notForApis: ReadonlySet<string> = new Set([
  ...hopByHop,
  // Ours, and the browser's with us.
  "authorization",
  "cookie",
  "cookie2",
  "host",
  "origin",
  "referer",
  "x-csrf",
  // What `fetch` says for itself.
  "accept-encoding",
  "content-length",
  "expect",
  // Who the caller is, or what was asked, by the caller's own word.
  "forwarded",
  "via",
  "x-host",
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
  "x-original-host",
  "x-original-url",
  "x-real-ip",
  "x-rewrite-url",
]);

const notForBrowsers: ReadonlySet<string> = new Set([
  ...hopByHop,
  // `fetch` has undone the one, so the other is wrong.
  "content-encoding",
  "content-length",
  // What they say counts for everything on the origin, and that is the app's.
  "alt-svc",
  "clear-site-data",
  "nel",
  "report-to",
  "reporting-endpoints",
  "service-worker-allowed",
  "strict-transport-security",
  "set-cookie",
  "set-cookie2",
]);

/** Families of headers: what proxies say of the caller, and what browsers say of themselves. */
const foreignWords = /^(x-forwarded|x-envoy|sec-|cf-connecting)|client-?ip$/;

export function headersForApi(browser: Headers, accessToken: string): Headers {
  const named = namedByConnection(browser);
  const headers = new Headers();
  for (const [name, value] of browser) {
    const isOurs = notForApis.has(name) || named.has(name) || foreignWords.test(name);
    // Many servers read an underscore as a dash, so `x_forwarded_for` would get by.
    if (!isOurs && !name.includes("_")) headers.append(name, value);
  }
  headers.set("authorization", `Bearer ${accessToken}`);
  return headers;
}

export function headersForBrowser(api: Headers, cookies: readonly string[]): Headers {
  const named = namedByConnection(api);
  const headers = new Headers();
  for (const [name, value] of api) {
    // The app's own origin asked; an API has no say in which others may read the answer (HT-04).
    const isOurs = notForBrowsers.has(name) || named.has(name) || name.startsWith("access-control-");
    if (!isOurs) headers.append(name, value);
  }
  headers.set("cache-control", "no-store");
  headers.append("vary", "Cookie");
  headers.set("x-content-type-options", "nosniff");
  for (const line of cookies) headers.append("set-cookie", line);
  return headers;
}

function namedByConnection(headers: Headers): ReadonlySet<string> {
  const names = (headers.get("connection") ?? "").split(",");
  return new Set(names.map((name) => name.trim().toLowerCase()).filter((name) => name !== ""));
}
