/** `@poolhouse/client/express`: sessions and guards as middleware of Express, Connect and plain `node:http`. */
export type { NodeRequest, NodeResponse } from "../node-http/messages.ts";
export { findSession, sessionOf, tokenOf } from "../node-http/passengers.ts";
export type { CheckResult, Guard, OpenSession, Requirement, Sessions, VerifiedToken } from "../ports.ts";
export type { RequireSessionOptions } from "../sign-in-required.ts";
export type { Middleware } from "./middleware.ts";
export { requireToken } from "./require-token.ts";
export { optionalSession, requireSession, sessionMiddleware } from "./session-middleware.ts";
