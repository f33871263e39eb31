/** Who sent a request: a page of the app, a navigation, or somebody else's page. */
import type { CookieRules } from "../cookies/cookie.ts";

/**
 * True for a request that a page of the app has made by script (BF-04). A custom header cannot be sent across origins without a
 * preflight, which is never answered; what browsers say of the origin must agree where they say it. The request's own Host
 * and X-Forwarded headers have no part in it (HT-01).
 */
export function isFromOwnPage({ headers }: Request, appOrigin: string): boolean {
  if (!headers.has("x-csrf")) return false;
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = headers.get("origin");
  return origin === null || origin === appOrigin;
}

/**
 * True unless the browser says that it is no page that is opened: an image, a script's request. Nor a frame, unless the app is made for
 * frames of other sites: a partitioned cookie is set in the frame or not at all.
 */
export function isNavigation({ headers }: Request, { sameSite }: Pick<CookieRules, "sameSite">): boolean {
  const pages = sameSite === "none" ? ["document", "iframe", "frame"] : ["document"];
  const destination = headers.get("sec-fetch-dest");
  const mode = headers.get("sec-fetch-mode");
  return (destination === null || pages.includes(destination)) && (mode === null || mode === "navigate");
}
