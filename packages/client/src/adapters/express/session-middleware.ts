import { bodyGone } from "../node-http/body-stream.ts";
import { addCookiesLate } from "../node-http/late-cookies.ts";
import type { NodeRequest, NodeResponse } from "../node-http/messages.ts";
import { hasSession, keepSession } from "../node-http/passengers.ts";
import { pathOf, requestHead, targetOf, wholeRequest } from "../node-http/request.ts";
import { disconnection, sendResponse } from "../node-http/response.ts";
import type { OpenSession, Sessions } from "../ports.ts";
import { type RequireSessionOptions, requireSomebody } from "../sign-in-required.ts";
import { type Middleware, middleware } from "./middleware.ts";

/**
 * Answers the session's routes (sign-in, callback, sign-out, proxied calls) and passes everything else on. Use it before
 * `express.json()` and other body parsers: the session reads bodies as they were sent, and one that was read before is an error
 * `config_invalid` that says so.
 *
 * The app's address is the one in the session's settings: no `Host` or `X-Forwarded-*` header is looked at.
 *
 * @example
 * import express from "express";
 * import { requireSession, sessionMiddleware, sessionOf } from "@poolhouse/client/express";
 *
 * const app = express();
 * app.use(sessionMiddleware(sessions));
 * app.get("/me", requireSession(sessions), (request, response) => {
 *   response.json(sessionOf(request).claims);
 * });
 */
export function sessionMiddleware(sessions: Sessions): Middleware {
  return middleware(async (incoming, outgoing) => {
    let isBodyGone = false;
    const request = wholeRequest(incoming, disconnection(outgoing), () => {
      isBodyGone = true;
    });
    if (request === undefined) return "next";
    const response = await sessions.handle(request, { target: targetOf(incoming) });
    // Whatever became of it: the developer's mistake is told as such.
    if (isBodyGone) throw bodyGone();
    if (response === undefined) return "next";
    await sendResponse(response, outgoing, incoming.method);
    return "answered";
  });
}

/**
 * Lets a request pass if somebody is signed in; `sessionOf(request)` says who. Otherwise a browser that opens a page is led to the
 * sign-in and back, and everything else gets a 401 `{ "error": "not_signed_in" }`. While the session store is away, a 503. What the
 * session throws in the handler goes to the app's error handler, with the same statuses as `statusCode`.
 *
 * It checks no origin: a route that changes something needs a defence against requests forged by other sites.
 */
export function requireSession(sessions: Sessions, options: RequireSessionOptions = {}): Middleware {
  return middleware(async (incoming, outgoing) => {
    if (hasSession(incoming, sessions)) return "next";
    const found = await requireSomebody(sessions, requestHead(incoming), pathOf(incoming), options);
    if (found.session === undefined) {
      await sendResponse(found.response, outgoing, incoming.method);
      return "answered";
    }
    lend(sessions, found.session, incoming, outgoing);
    return "next";
  });
}

/**
 * Lets every request pass; `findSession(request)` says who is signed in, or undefined. What `sessions.open` throws goes to the
 * error handler: `store_unavailable`, `provider_unavailable`.
 */
export function optionalSession(sessions: Sessions): Middleware {
  return middleware(async (incoming, outgoing) => {
    if (hasSession(incoming, sessions)) return "next";
    const session = await sessions.open(requestHead(incoming));
    if (session !== undefined) lend(sessions, session, incoming, outgoing);
    return "next";
  });
}

function lend(sessions: Sessions, session: OpenSession, incoming: NodeRequest, outgoing: NodeResponse): void {
  keepSession(incoming, sessions, session);
  addCookiesLate(outgoing, () => session.headers().getSetCookie());
}
