import type { Sessions } from "../ports.ts";
import { type Later, made } from "./later.ts";

/** A route handler of Next.js' App Router. */
export type RouteHandler = (request: Request) => Promise<Response>;

export interface Routes {
  readonly GET: RouteHandler;
  readonly POST: RouteHandler;
  readonly PUT: RouteHandler;
  readonly PATCH: RouteHandler;
  readonly DELETE: RouteHandler;
}

/**
 * Answers the session's routes (sign-in, callback, sign-out, proxied calls) from a catch-all route of the App Router. Give the session a
 * `redirectUri` below that route, such as `http://localhost:3000/auth/callback`.
 *
 * The app's address is the one in the session's settings: no `Host` or `X-Forwarded-*` header is looked at.
 *
 * @example
 * // app/auth/[...auth]/route.ts
 * import { routes } from "@poolhouse/client/next";
 * export const { GET, POST } = routes(sessions);
 *
 * @example
 * // app/api/[...path]/route.ts, for the proxy's prefix /api/
 * export const { GET, POST, PUT, PATCH, DELETE } = routes(sessions);
 */
export function routes(sessions: Later<Sessions>): Routes {
  const answer: RouteHandler = async (request) =>
    (await made(sessions).handle(request)) ?? new Response(null, { status: 404 });
  return { GET: answer, POST: answer, PUT: answer, PATCH: answer, DELETE: answer };
}
