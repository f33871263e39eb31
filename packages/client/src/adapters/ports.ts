/** What the adapters are about: the sessions of `createSessions`, and the guard of `createGuard`. */
import type { Guard as WholeGuard } from "../guard/guard.ts";

export type { VerifiedToken } from "../guard/claims.ts";
export type { CheckResult } from "../guard/guard.ts";
export type { Requirement } from "../guard/requirement.ts";
export type { OpenSession, Sessions } from "../session/sessions.ts";

/** What `createGuard` of `@poolhouse/client/guard` returns; requests are all an adapter has. */
export type Guard = Pick<WholeGuard, "check">;
