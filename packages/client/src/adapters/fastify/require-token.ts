import { keepToken } from "../node-http/passengers.ts";
import { requestHead } from "../node-http/request.ts";
import type { Guard, Requirement } from "../ports.ts";
import { type Hook, sendResponse } from "./hooks.ts";

/**
 * Lets a request pass if it has a good access token; `tokenOf(request)` is what it says. Otherwise the guard's 401, 403 or 503 is
 * sent. Answer CORS preflights before: they have no token.
 *
 * @example
 * app.get("/orders", { onRequest: requireToken(guard, { scopes: ["orders/read"] }) }, async (request) => ({
 *   for: tokenOf(request).subject,
 * }));
 */
export function requireToken(guard: Guard, requirement: Requirement = {}): Hook {
  return async (request, reply) => {
    const { token, response } = await guard.check(requestHead(request.raw), requirement);
    if (token === undefined) return sendResponse(reply, response);
    return keepToken(request, token);
  };
}
