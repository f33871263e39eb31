import { addCookiesLate } from "../node-http/late-cookies.ts";
import { hasSession, keepSession } from "../node-http/passengers.ts";
import { pathOf, requestHead, targetOf, wholeRequest } from "../node-http/request.ts";
import { disconnection } from "../node-http/response.ts";
import type { OpenSession, Sessions } from "../ports.ts";
import { type RequireSessionOptions, requireSomebody } from "../sign-in-required.ts";
import { type Hook, type HookReply, type HookRequest, sendResponse } from "./hooks.ts";

/**
 * Answers the session's routes (sign-in, callback, sign-out, proxied calls) and lets everything else go on. Add it as an `onRequest`
 * hook of the app: it must come before Fastify parses bodies.
 *
 * The app's address is the one in the session's settings: no `Host` or `X-Forwarded-*` header is looked at.
 *
 * @example
 * import Fastify from "fastify";
 * import { requireSession, sessionHook, sessionOf } from "@poolhouse/client/fastify";
 *
 * const app = Fastify();
 * app.addHook("onRequest", sessionHook(sessions));
 * app.get("/me", { onRequest: requireSession(sessions) }, async (request) => sessionOf(request).claims);
 */
export function sessionHook(sessions: Sessions): Hook {
  return async ({ raw }, reply) => {
    // Nobody has read the body before an `onRequest` hook.
    const request = wholeRequest(raw, disconnection(reply.raw), () => {});
    if (request === undefined) return undefined;
    const response = await sessions.handle(request, { target: targetOf(raw) });
    return response === undefined ? undefined : sendResponse(reply, response);
  };
}

/**
 * Lets a request pass if somebody is signed in; `sessionOf(request)` says who. Otherwise a browser that opens a page is led to the
 * sign-in and back, and everything else gets a 401 `{ "error": "not_signed_in" }`. While the session store is away, a 503. What the
 * session throws in the handler goes to the app's error handler, with the same statuses as `statusCode`.
 *
 * It checks no origin: a route that changes something needs a defence against requests forged by other sites.
 */
export function requireSession(sessions: Sessions, options: RequireSessionOptions = {}): Hook {
  return async (request, reply) => {
    if (hasSession(request, sessions)) return undefined;
    const found = await requireSomebody(sessions, requestHead(request.raw), pathOf(request.raw), options);
    if (found.session === undefined) return sendResponse(reply, found.response);
    return lend(sessions, found.session, request, reply);
  };
}

/**
 * Lets every request pass; `findSession(request)` says who is signed in, or undefined. What `sessions.open` throws goes to the
 * error handler: `store_unavailable`, `provider_unavailable`.
 */
export function optionalSession(sessions: Sessions): Hook {
  return async (request, reply) => {
    if (hasSession(request, sessions)) return undefined;
    const session = await sessions.open(requestHead(request.raw));
    return session === undefined ? undefined : lend(sessions, session, request, reply);
  };
}

function lend(sessions: Sessions, session: OpenSession, request: HookRequest, reply: HookReply): void {
  keepSession(request, sessions, session);
  addCookiesLate(reply.raw, () => session.headers().getSetCookie());
}
