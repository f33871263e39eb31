import { bodyStream } from "./body-stream.ts";
import type { NodeRequest } from "./messages.ts";

/**
 * The origin of every bridged request. A browser can write any `Host`, and a proxy any `X-Forwarded-Host`, so neither becomes
 * an address here (HT-01): sessions know their origin from `redirectUri`, and guards need none.
 */
const origin = "http://host.invalid";

/** `Request` refuses these (Fetch §2.2.1). */
const forbiddenMethods: readonly string[] = ["CONNECT", "TRACE", "TRACK"];

/** The target as the client sent it, whatever a router has cut off since. */
export function targetOf({ originalUrl, url }: NodeRequest): string {
  return originalUrl ?? url ?? "/";
}

/** Path and query, also of the form of a target that names an origin (RFC 9112 §3.2.2). */
export function pathOf(request: NodeRequest): string {
  const path = targetOf(request).replace(/^https?:\/\/[^/?#]*/i, "");
  return path.startsWith("/") ? path : `/${path}`;
}

/** A request without its body: for those who look at headers only. */
export function requestHead(incoming: NodeRequest): Request {
  const { method = "GET" } = incoming;
  // One that `Request` refuses is never asked for what it would change.
  const isForbidden = forbiddenMethods.includes(method.toUpperCase());
  return new Request(`${origin}${pathOf(incoming)}`, {
    method: isForbidden ? "GET" : method,
    headers: headersOf(incoming),
  });
}

/**
 * The whole request; its body is read from the connection as it is read from the stream. Undefined for a method that `Request`
 * refuses. `onBodyGone` is called when somebody wants a body that was read before.
 */
export function wholeRequest(
  incoming: NodeRequest,
  signal: AbortSignal,
  onBodyGone: () => void,
): Request | undefined {
  const { method = "GET" } = incoming;
  if (forbiddenMethods.includes(method.toUpperCase())) return undefined;
  const headers = headersOf(incoming);
  const init: RequestInit & { duplex: "half" } = { method, headers, signal, duplex: "half" };
  if (hasBody(method, headers)) init.body = bodyStream(incoming, onBodyGone);
  return new Request(`${origin}${pathOf(incoming)}`, init);
}

/** RFC 9112 §6.3. HTTP/2 needs neither header; then there may be one. */
function hasBody(method: string, headers: Headers): boolean {
  if (method === "GET" || method === "HEAD") return false;
  return headers.get("content-length") !== "0";
}

function headersOf({ rawHeaders }: NodeRequest): Headers {
  const headers = new Headers();
  const cookies: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    // HTTP/2 has its pseudo-headers among them, and sends cookies one by one (RFC 9113 §8.2.3).
    if (name.toLowerCase() === "cookie") cookies.push(value);
    else if (!name.startsWith(":")) headers.append(name, value);
  }
  if (cookies.length > 0) headers.set("cookie", cookies.join("; "));
  return headers;
}
