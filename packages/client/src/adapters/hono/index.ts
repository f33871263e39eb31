/** `@poolhouse/client/hono`: sessions and guards as middleware of Hono. */
export type { CheckResult, Guard, OpenSession, Requirement, Sessions, VerifiedToken } from "../ports.ts";
export type { RequireSessionOptions } from "../sign-in-required.ts";
export type { HonoContext, Middleware } from "./middleware.ts";
export { requireToken, type TokenVariables } from "./require-token.ts";
export {
  type OptionalSessionVariables,
  optionalSession,
  requireSession,
  type SessionVariables,
  sessionMiddleware,
} from "./session-middleware.ts";
