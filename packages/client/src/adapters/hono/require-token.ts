import type { Guard, Requirement, VerifiedToken } from "../ports.ts";
import type { Middleware } from "./middleware.ts";

/** The variables of routes behind `requireToken`. */
export interface TokenVariables {
  token: VerifiedToken;
}

/**
 * Lets a request pass if it has a good access token; `c.get("token")` is what it says. Otherwise the guard's 401, 403 or 503 is
 * sent. Answer CORS preflights before (`hono/cors`): they have no token.
 *
 * @example
 * const app = new Hono<{ Variables: TokenVariables }>();
 * app.get("/orders", requireToken(guard, { scopes: ["orders/read"] }), (c) => c.json({ for: c.get("token").subject }));
 */
export function requireToken(guard: Guard, requirement: Requirement = {}): Middleware {
  return async (context, next) => {
    const { token, response } = await guard.check(context.req.raw, requirement);
    if (token === undefined) return response;
    context.set("token", token);
    await next();
    return undefined;
  };
}
