import { hasSession, keepSession } from "../node-http/passengers.ts";
import type { OpenSession, Sessions } from "../ports.ts";
import { answerToFailure, type RequireSessionOptions, requireSomebody } from "../sign-in-required.ts";
import type { HonoContext, Middleware } from "./middleware.ts";

/** The variables of routes behind `requireSession`. */
export interface SessionVariables {
  session: OpenSession;
}

/** The variables of routes behind `optionalSession`. */
export interface OptionalSessionVariables {
  session: OpenSession | undefined;
}

/**
 * Answers the session's routes (sign-in, callback, sign-out, proxied calls) and lets everything else go on.
 *
 * The app's address is the one in the session's settings: no `Host` or `X-Forwarded-*` header is looked at.
 *
 * @example
 * import { Hono } from "hono";
 * import { requireSession, sessionMiddleware, type SessionVariables } from "@poolhouse/client/hono";
 *
 * const app = new Hono<{ Variables: SessionVariables }>();
 * app.use(sessionMiddleware(sessions));
 * app.get("/me", requireSession(sessions), (c) => c.json(c.get("session").claims));
 */
export function sessionMiddleware(sessions: Sessions): Middleware {
  return async ({ req, env }, next) => {
    const response = await sessions.handle(req.raw, { target: targetOf(env) });
    return response ?? goOn(next);
  };
}

/**
 * Lets a request pass if somebody is signed in; `c.get("session")` says who. Otherwise a browser that opens a page is led to the
 * sign-in and back, and everything else gets a 401 `{ "error": "not_signed_in" }`. While the session store is away, a 503. What the
 * session throws in the handler is answered the same way, unless `onError` answers anything but a 500: `session_ended` as for nobody,
 * `provider_unavailable` and `store_unavailable` with a 503.
 *
 * It checks no origin: a route that changes something needs a defence against requests forged by other sites (`hono/csrf`).
 */
export function requireSession(sessions: Sessions, options: RequireSessionOptions = {}): Middleware {
  return async (context, next) => {
    const { pathname, search } = new URL(context.req.raw.url);
    const path = `${pathname}${search}`;
    const goOnGuarded = async () => {
      await next();
      // An app whose `onError` answers it by itself is left alone.
      if (context.res.status !== 500) return;
      const answer = answerToFailure(context.error, context.req.raw, path, options);
      if (answer !== undefined) context.res = answer;
    };
    if (hasSession(context, sessions)) return goOn(goOnGuarded);
    const found = await requireSomebody(sessions, context.req.raw, path, options);
    if (found.session === undefined) return found.response;
    return lend(sessions, found.session, context, goOnGuarded);
  };
}

/**
 * Lets every request pass; `c.get("session")` says who is signed in, or is undefined. What `sessions.open` throws goes to the
 * error handler: `store_unavailable`, `provider_unavailable`.
 */
export function optionalSession(sessions: Sessions): Middleware {
  return async (context, next) => {
    if (hasSession(context, sessions)) return goOn(next);
    const session = await sessions.open(context.req.raw);
    return session === undefined ? goOn(next) : lend(sessions, session, context, next);
  };
}

async function goOn(next: () => Promise<void>): Promise<undefined> {
  await next();
}

async function lend(
  sessions: Sessions,
  session: OpenSession,
  context: HonoContext,
  next: () => Promise<void>,
): Promise<undefined> {
  keepSession(context, sessions, session);
  context.set("session", session);
  await next();
  // Only now: it may have been renewed, or ended, while the answer was being made.
  for (const line of session.headers().getSetCookie()) context.header("set-cookie", line, { append: true });
}

/** The request's target as it came, where Node's own request is at hand: `Request` has resolved its dot segments. */
function targetOf(env: unknown): string | undefined {
  if (typeof env !== "object" || env === null || !("incoming" in env)) return undefined;
  const { incoming } = env;
  if (typeof incoming !== "object" || incoming === null || !("url" in incoming)) return undefined;
  return typeof incoming.url === "string" ? incoming.url : undefined;
}
