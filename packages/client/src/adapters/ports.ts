/** What the adapters are about: the sessions of `createSessions`, and the guard of `createGuard`. */
export type { VerifiedToken } from "../guard/claims.ts";
export type { CheckResult, Guard } from "../guard/guard.ts";
export type { Requirement } from "../guard/requirement.ts";
export type { OpenSession, Sessions } from "../session/sessions.ts";
