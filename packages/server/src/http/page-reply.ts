/** How the pages answer: one table of headers for every page and every redirect between them. */
import { houseStyle } from "../pages/views/theme.ts";
import type { Reply } from "./reply.ts";

const styles = `style-src 'self' ${houseStyle.source}`;

export interface PageOptions {
  readonly status?: number;
  /** `Set-Cookie` lines. */
  readonly cookies?: readonly string[];
  /** Addresses of an app to which a form of this page leads in the end. */
  readonly formTargets?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The page needs no connection and no form, and may have none. */
  readonly isOffline?: boolean;
}

export function pageReply(requestId: string, html: string, options: PageOptions = {}): Reply {
  const { status = 200, formTargets, isOffline = false } = options;
  return {
    status,
    headers: {
      ...pageHeaders(requestId, formTargets),
      ...(isOffline && { "content-security-policy": offlinePolicy }),
      ...cookieHeader(options.cookies),
      ...options.headers,
      "content-type": "text/html; charset=utf-8",
    },
    body: html,
  };
}

/** The same answer, which also sets these. */
export function withCookies(reply: Reply, cookies: readonly string[]): Reply {
  if (cookies.length === 0) return reply;
  const { "set-cookie": before = [], ...headers } = reply.headers;
  return { ...reply, headers: { ...headers, "set-cookie": [before, cookies].flat() } };
}

/** A file that belongs to whoever asked, and to no cache. */
export function downloadReply(
  requestId: string,
  { name, json }: { readonly name: string; readonly json: string },
): Reply {
  return {
    status: 200,
    headers: {
      ...pageHeaders(requestId),
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
    },
    body: json,
  };
}

/** 302 after a GET, 303 after a POST: never one that would send the form on (AZ-22). */
export function redirectReply(
  request: { readonly requestId: string; readonly method: string },
  location: string,
  cookies?: readonly string[],
): Reply {
  return {
    status: request.method === "POST" ? 303 : 302,
    headers: {
      ...pageHeaders(request.requestId),
      ...cookieHeader(cookies),
      // A registered address may have letters that a header cannot carry.
      location: location.replaceAll(/[^\x21-\x7e]+/gu, encodeURIComponent),
    },
    body: "",
  };
}

function pageHeaders(requestId: string, formTargets: readonly string[] = []): Record<string, string> {
  return {
    "x-amz-cognito-request-id": requestId,
    "cache-control": "no-store",
    pragma: "no-cache",
    "content-security-policy": contentSecurityPolicy(formTargets),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy":
      "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
  };
}

/**
 * Whatever a script did with what somebody pasted, it could not leave the page: nothing connects, no form is sent, no image or style comes
 * from elsewhere. Texts cannot become markup or script either, where browsers know trusted types.
 */
const offlinePolicy = [
  "default-src 'none'",
  "connect-src 'none'",
  "form-action 'none'",
  "script-src 'self'",
  styles,
  "img-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/**
 * `form-action` holds for every redirect that follows a form, the app's own included, so it names all addresses of the
 * app: a callback on one host may lead to a start page on another.
 */
function contentSecurityPolicy(formTargets: readonly string[]): string {
  const formAction = [...new Set(["'self'", ...formTargets.flatMap(cspSources)])].join(" ");
  return [
    "default-src 'none'",
    styles,
    "script-src 'self'",
    "img-src 'self' data:",
    `form-action ${formAction}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/**
 * The origin; where CSP cannot write it (an IPv6 address, an app's own scheme), the scheme alone. Apps on this machine
 * have many ports and two names for it.
 */
export function cspSources(uri: string): readonly string[] {
  const origin = URL.canParse(uri) ? new URL(uri).origin : "";
  if (/^http:\/\/(localhost|127\.0\.0\.1)(:[0-9]+)?$/.test(origin))
    return ["http://localhost:*", "http://127.0.0.1:*"];
  if (/^https?:\/\/[a-z0-9.-]+(:[0-9]+)?$/.test(origin)) return [origin];
  return (
    /^[a-z][a-z0-9+.-]*:/i
      .exec(uri)
      ?.slice(0, 1)
      .map((scheme) => scheme.toLowerCase()) ?? []
  );
}

function cookieHeader(cookies: readonly string[] = []): Record<string, readonly string[]> {
  return cookies.length === 0 ? {} : { "set-cookie": cookies };
}
