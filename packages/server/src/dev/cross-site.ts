/**
 * Who may use the development routes: programs and pages on this machine. A page from elsewhere that runs in the
 * developer's browser can reach loopback too, by its address or by a name of its own that resolves to it.
 */
import { isLoopback } from "../config/loopback.ts";
import type { Reply } from "../http/reply.ts";
import { type HttpRequest, header } from "../http/request.ts";
import { jsonReply } from "./replies.ts";

/** Undefined: the request may pass. */
export function crossSiteRefusal(request: HttpRequest): Reply | undefined {
  const host = hostOf(`http://${header(request, "host") ?? ""}`);
  const why = reason(request, host);
  return why === undefined
    ? undefined
    : jsonReply(403, { message: `This is for programs on this machine: ${why}.` });
}

function reason(request: HttpRequest, host: URL | undefined): string | undefined {
  const { headers, source } = request;
  if (!isLoopback(source.replace(/^::ffff:/, ""))) return "the request came from another one";
  // A name of somebody else's that was made to resolve to 127.0.0.1 (DNS rebinding).
  if (host === undefined || !isLoopback(host.hostname)) return "its Host is not a loopback address";
  const { origin } = headers;
  if (origin !== undefined && hostOf(String(origin))?.host !== host.host)
    return "another site's page sent it";
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "none" && site !== "same-origin") return "another site's page sent it";
  return undefined;
}

function hostOf(url: string): URL | undefined {
  return URL.parse(url) ?? undefined;
}
