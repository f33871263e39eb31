/**
 * ListUsers' `Filter`: one attribute, `=` or `^=`, and a value in double quotes in which a backslash escapes. It becomes
 * a value that storage compares with; no part of it is ever a piece of a statement (AP-13).
 */
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import { texts } from "../texts.ts";
import type { UserFilter } from "./user.ts";

const grammar = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/su;

/** What `Filter` may name (ListUsers of the service model). Storage keeps an index for these, and for nothing else. */
export const searchableAttributes: ReadonlySet<string> = new Set([
  "username",
  "email",
  "phone_number",
  "name",
  "given_name",
  "family_name",
  "preferred_username",
  "cognito:user_status",
  "status",
  "sub",
]);

/** A blank filter is none. */
export function parseUserFilter(
  pool: Pool,
  text: string | undefined,
  fail: Fail<"InvalidParameterException">,
): UserFilter | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const [, attribute, comparison, quoted] = grammar.exec(text) ?? [];
  if (attribute === undefined || quoted === undefined) {
    throw fail("InvalidParameterException", texts.filterUnreadable);
  }
  if (!searchableAttributes.has(attribute)) {
    throw fail("InvalidParameterException", texts.filterAttributeUnknown(attribute));
  }
  return {
    attribute,
    comparison: comparison === "=" ? "equals" : "startsWith",
    value: quoted.replaceAll(/\\(.)/gsu, "$1"),
    isCaseSensitive: isCaseSensitive(pool, attribute),
  };
}

/** Usernames as the pool sees them; `Enabled` and `Disabled` always; everything else never. */
function isCaseSensitive(pool: Pool, attribute: string): boolean {
  if (attribute === "username") return pool.settings.UsernameConfiguration?.CaseSensitive !== false;
  return attribute === "status";
}
