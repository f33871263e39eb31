/** What a person's groups contribute to their ID token: names, roles, and the role of the group with the highest precedence. */
import type { Group } from "./group.ts";

export function groupClaims(groups: readonly Group[]): Record<string, unknown> {
  if (groups.length === 0) return {};
  const ordered = byPrecedence(groups);
  const roles = [...new Set(ordered.flatMap((group) => group.roleArn ?? []))];
  const preferred = preferredRole(ordered);
  return {
    "cognito:groups": ordered.map((group) => group.name),
    ...(roles.length === 0 ? {} : { "cognito:roles": roles }),
    ...(preferred === undefined ? {} : { "cognito:preferred_role": preferred }),
  };
}

/** Lowest precedence first, those without one last; equal ones by name. */
function byPrecedence(groups: readonly Group[]): readonly Group[] {
  const rank = (group: Group): number => group.precedence ?? Number.MAX_SAFE_INTEGER;
  return groups.toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** The role of the lowest precedence; none when two groups of that precedence name different roles. */
function preferredRole(ordered: readonly Group[]): string | undefined {
  const withRole = ordered.filter((group) => group.roleArn !== undefined);
  const best = withRole[0];
  if (best === undefined) return undefined;
  const tied = withRole.filter((group) => group.precedence === best.precedence);
  return tied.every((group) => group.roleArn === best.roleArn) ? best.roleArn : undefined;
}
