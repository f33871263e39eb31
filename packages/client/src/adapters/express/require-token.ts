import { keepToken } from "../node-http/passengers.ts";
import { requestHead } from "../node-http/request.ts";
import { sendResponse } from "../node-http/response.ts";
import type { Guard, Requirement } from "../ports.ts";
import { type Middleware, middleware } from "./middleware.ts";

/**
 * Lets a request pass if it has a good access token; `tokenOf(request)` is what it says. Otherwise the guard's 401, 403 or 503 is
 * sent. Answer CORS preflights before: they have no token.
 *
 * @example
 * app.get("/orders", requireToken(guard, { scopes: ["orders/read"] }), (request, response) => {
 *   response.json({ for: tokenOf(request).subject });
 * });
 */
export function requireToken(guard: Guard, requirement: Requirement = {}): Middleware {
  return middleware(async (incoming, outgoing) => {
    const { token, response } = await guard.check(requestHead(incoming), requirement);
    if (token === undefined) {
      await sendResponse(response, outgoing, incoming.method);
      return "answered";
    }
    keepToken(incoming, token);
    return "next";
  });
}
