import { explainedError } from "../errors/explained-error.ts";
import type { VerifiedToken } from "./claims.ts";

/** What one route asks of a token, besides what the guard asks of every token. */
export interface Requirement {
  /** All of these. Default: none. */
  readonly scopes?: readonly string[] | undefined;
  /** One of these. Default: anybody. */
  readonly groups?: readonly string[] | undefined;
}

/** Throws `scope_missing` or `group_missing`, naming what would do. */
export function requireOf(token: VerifiedToken, { scopes = [], groups = [] }: Requirement): void {
  const missing = scopes.filter((scope) => !token.scopes.has(scope));
  if (missing.length > 0) throw explainedError("scope_missing", missing.join(" "));
  if (groups.length > 0 && !groups.some((group) => token.groups.has(group))) {
    throw explainedError("group_missing", groups.join(" or "));
  }
}
