/** Which clients an address is for, and so the form in which they can read whatever is answered there. */
import { type HttpRequest, header } from "./request.ts";

/** AWS SDKs, OAuth libraries, readers of metadata and keys, and people, who are shown a page. */
export type Door = "api" | "oauth" | "metadata" | "pages";

export function doorOf(request: Pick<HttpRequest, "method" | "path" | "headers">): Door {
  const { method, path } = request;
  if (path === "/" && method === "POST") return "api";
  // The authorization endpoint is a page, whoever calls it: no CORS there, not even for its refusals (AZ-24).
  if (path.startsWith("/oauth2/")) return path === "/oauth2/authorize" ? "pages" : "oauth";
  if (path.includes("/.well-known/")) return "metadata";
  // An SDK whose endpoint has a path calls there, and would say of a text only that it is no JSON.
  return method === "POST" && header(request, "x-amz-target") !== undefined ? "api" : "pages";
}
