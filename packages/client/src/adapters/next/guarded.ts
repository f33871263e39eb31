import type { Guard, OpenSession, Requirement, Sessions, VerifiedToken } from "../ports.ts";
import { answerToFailure, type RequireSessionOptions, requireSomebody } from "../sign-in-required.ts";
import { type Later, made } from "./later.ts";

/** A route handler that knows something more about a request. `context` is Next.js' second parameter: `{ params }`. */
export type KnowingHandler<Known, Context> = (
  request: Request,
  known: Known,
  context: Context,
) => Promise<Response> | Response;

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/**
 * A route handler for people who are signed in. Otherwise a browser that opens a page is led to the sign-in and back, and everything
 * else gets a 401 `{ "error": "not_signed_in" }`. While the session store is away, a 503. What the session throws in the handler is
 * answered the same way: `session_ended` as for nobody, `provider_unavailable` and `store_unavailable` with a 503.
 *
 * It checks no origin: a route that changes something needs a defence against requests forged by other sites.
 *
 * In cookie mode send people on by `Response.redirect()`: Next.js' own `redirect()` throws, and the cookie of a token that was
 * renewed meanwhile would be lost with the answer.
 *
 * @example
 * export const GET = withSession(sessions, async (request, session) => {
 *   const orders = await session.fetch("https://api.example.com/orders");
 *   return Response.json(await orders.json());
 * });
 */
export function withSession<Context = unknown>(
  sessions: Later<Sessions>,
  handler: KnowingHandler<OpenSession, Context>,
  options: RequireSessionOptions = {},
): Handler<Context> {
  return async (request, context) => {
    const { pathname, search } = new URL(request.url);
    const path = `${pathname}${search}`;
    const { session, response } = await requireSomebody(made(sessions), request, path, options);
    if (session === undefined) return response;
    try {
      return withCookies(await handler(request, session, context), session.headers().getSetCookie());
    } catch (error) {
      const answer = answerToFailure(error, request, path, options);
      if (answer === undefined) throw error;
      return withCookies(answer, session.headers().getSetCookie());
    }
  };
}

/**
 * A route handler for requests with a good access token. Otherwise the guard's 401, 403 or 503 is the answer.
 *
 * @example
 * export const GET = withToken(guard, { scopes: ["orders/read"] }, (request, token) =>
 *   Response.json({ for: token.subject }),
 * );
 */
export function withToken<Context = unknown>(
  guard: Later<Guard>,
  requirement: Requirement,
  handler: KnowingHandler<VerifiedToken, Context>,
): Handler<Context> {
  return async (request, context) => {
    const { token, response } = await made(guard).check(request, requirement);
    return token === undefined ? response : handler(request, token, context);
  };
}

/** A new answer, since one that came from `fetch` cannot be changed. */
function withCookies(response: Response, lines: readonly string[]): Response {
  if (lines.length === 0) return response;
  const answer = new Response(response.body, response);
  for (const line of lines) answer.headers.append("set-cookie", line);
  return answer;
}
