/** Every answer of the session routes is made here: none may be kept by a cache or a service worker (BF-15). */
import { isClientError } from "../../errors/client-error.ts";
import type { ErrorCode } from "../../errors/codes.ts";
import type { CookieRules } from "../cookies/cookie.ts";

type Code =
  | ErrorCode
  | "csrf"
  | "internal"
  | "method_not_allowed"
  | "not_found"
  | "proxy_path_refused"
  | "upstream_unavailable";

/** Seconds after which a provider that did not answer may be asked again. */
const retryAfterSeconds = 5;

export function json(status: number, body: object, cookies: readonly string[] = []): Response {
  const headers = privateHeaders(cookies);
  headers.set("content-type", "application/json");
  return new Response(JSON.stringify(body), { status, headers });
}

export function refusal(status: number, error: Code, more: Readonly<Record<string, string>> = {}): Response {
  const response = json(status, { error });
  for (const [name, value] of Object.entries(more)) response.headers.set(name, value);
  return response;
}

/** A renewed refresh token must not be lost with an answer that tells of something else. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const line of cookies) response.headers.append("set-cookie", line);
  return response;
}

/** See Other: the browser follows with a GET (RFC 9110 §15.4.4). */
export function seeOther(location: string, cookies: readonly string[] = []): Response {
  const headers = privateHeaders(cookies);
  headers.set("location", location);
  return new Response(null, { status: 303, headers });
}

/** A page without scripts, and in no frame unless the app is made for frames of other sites. */
export function page(
  { sameSite }: Pick<CookieRules, "sameSite">,
  status: number,
  html: string,
  cookies: readonly string[],
): Response {
  const headers = privateHeaders(cookies);
  headers.set("content-type", "text/html; charset=utf-8");
  const policy = "default-src 'none'; base-uri 'none'; form-action 'none'";
  headers.set("content-security-policy", sameSite === "none" ? policy : `${policy}; frame-ancestors 'none'`);
  headers.set("referrer-policy", "no-referrer");
  return new Response(html, { status, headers });
}

/** What an error is to the browser: a code and a status, never its words. */
export function failureAnswer(error: unknown): Response {
  if (!isClientError(error)) return refusal(500, "internal");
  const status = statusOf(error);
  return refusal(status, error.code, status === 503 ? { "retry-after": String(retryAfterSeconds) } : {});
}

export function statusOf(error: unknown): number {
  if (!isClientError(error)) return 500;
  switch (error.code) {
    case "not_signed_in":
    case "session_ended":
      return 401;
    case "callback_issuer_mismatch":
    case "sign_in_refused":
    case "sign_in_unknown":
    case "state_mismatch":
      return 400;
    case "token_refused":
      return error.oauth?.error === "invalid_grant" ? 400 : 502;
    case "provider_unavailable":
    case "store_unavailable":
      return 503;
    case "config_invalid":
    case "storage_unavailable":
      return 500;
    default:
      return 502;
  }
}

function privateHeaders(cookies: readonly string[]): Headers {
  const headers = new Headers({
    "cache-control": "no-store",
    vary: "Cookie",
    "x-content-type-options": "nosniff",
  });
  for (const line of cookies) headers.append("set-cookie", line);
  return headers;
}
