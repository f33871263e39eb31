/** Which clients an address is for, and so the form in which they can read whatever is answered there. */
import type { HttpRequest } from "./request.ts";

/** AWS SDKs, OAuth libraries, readers of metadata and keys, and people, who are shown a page. */
export type Door = "api" | "oauth" | "metadata" | "pages";

export function doorOf({ method, path }: Pick<HttpRequest, "method" | "path">): Door {
  if (path === "/" && method === "POST") return "api";
  // The authorization endpoint is a page: no CORS there, not even for its refusals (AZ-24).
  if (path.startsWith("/oauth2/") && path !== "/oauth2/authorize") return "oauth";
  return path.includes("/.well-known/") ? "metadata" : "pages";
}
