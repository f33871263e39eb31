/** `@poolhouse/client/next`: sessions and guards for Next.js' App Router. */
export type { CheckResult, Guard, OpenSession, Requirement, Sessions, VerifiedToken } from "../ports.ts";
export type { RequireSessionOptions } from "../sign-in-required.ts";
export { currentSession } from "./current-session.ts";
export { type KnowingHandler, withSession, withToken } from "./guarded.ts";
export type { Later } from "./later.ts";
export { type RouteHandler, type Routes, routes } from "./routes.ts";
