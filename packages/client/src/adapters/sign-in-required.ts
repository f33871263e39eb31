import { isClientError } from "../errors/client-error.ts";
import type { OpenSession, Sessions } from "./ports.ts";

export interface RequireSessionOptions {
  /**
   * Where a browser that opens a page is sent when nobody is signed in, with the page's path in `returnTo`; `null` sends nobody
   * anywhere. Default: `/auth/login`, the login route of a session whose `basePath` is `/auth`.
   */
  readonly signInAt?: string | null | undefined;
}

/** One of the two: somebody, or the answer for nobody. */
export type Found =
  | { readonly session: OpenSession; readonly response?: undefined }
  | { readonly session?: undefined; readonly response: Response };

/**
 * Who has sent this request. For nobody, a page leads to the sign-in and anything else is a 401 `{ "error": "not_signed_in" }`. While
 * the store or the provider is away it is a 503: nobody is signed out by that.
 *
 * `path` is what the browser asked for, with its query.
 */
export async function requireSomebody(
  sessions: Sessions,
  request: Request,
  path: string,
  options: RequireSessionOptions,
): Promise<Found> {
  try {
    const session = await sessions.open(request);
    return session === undefined ? { response: answerForNobody(request, path, options) } : { session };
  } catch (error) {
    const response = answerToFailure(error, request, path, options);
    if (response === undefined) throw error;
    return { response };
  }
}

/**
 * The answer for a request that was not finished because of its session: the one for nobody where the session has ended meanwhile,
 * 503 where the store or the provider is away. Undefined for every other error.
 */
export function answerToFailure(
  error: unknown,
  request: Request,
  path: string,
  options: RequireSessionOptions,
): Response | undefined {
  if (!isClientError(error)) return undefined;
  if (error.code === "session_ended") return answerForNobody(request, path, options);
  const isAway = error.code === "store_unavailable" || error.code === "provider_unavailable";
  return isAway ? refusal(503, error.code, { "retry-after": "5" }) : undefined;
}

function answerForNobody(
  request: Request,
  path: string,
  { signInAt = "/auth/login" }: RequireSessionOptions,
): Response {
  if (signInAt === null || !isPageLoad(request)) return refusal(401, "not_signed_in");
  const location = `${signInAt}?${new URLSearchParams({ returnTo: path })}`;
  return new Response(null, { status: 303, headers: { ...privately, location } });
}

/** No cache keeps what depends on who asks (BF-15). */
const privately = { "cache-control": "no-store", vary: "Cookie" };

/** A script that fetches must not be led to a page of another origin (BF-16). Browsers without fetch metadata name HTML first. */
function isPageLoad({ headers, method }: Request): boolean {
  if (method !== "GET") return false;
  const mode = headers.get("sec-fetch-mode");
  if (mode !== null) return mode === "navigate";
  return headers.get("accept")?.startsWith("text/html") === true;
}

function refusal(status: number, error: string, more: Readonly<Record<string, string>> = {}): Response {
  const headers = { ...privately, "content-type": "application/json", ...more };
  return new Response(JSON.stringify({ error }), { status, headers });
}
