/** What a trigger changes in the tokens that are about to be signed, and how the changes are applied. */
import type { Client } from "../clients/client.ts";
import type { Group } from "../groups/group.ts";
import { groupClaims } from "../groups/group-claims.ts";
import type { TokenUse } from "./signing-key.ts";

/** `plainTokens` changes nothing. */
export interface TokenShape {
  readonly idClaims: ClaimChanges;
  readonly accessClaims: ClaimChanges;
  readonly scopes: ScopeChanges;
  /** Undefined leaves the person's own groups. */
  readonly groups: ShapedGroups | undefined;
}

export interface ClaimChanges {
  readonly set: Readonly<Record<string, unknown>>;
  readonly suppressed: readonly string[];
}

export interface ScopeChanges {
  readonly added: readonly string[];
  readonly suppressed: readonly string[];
}

export interface ShapedGroups {
  readonly names: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole: string | undefined;
}

export const plainTokens: TokenShape = {
  idClaims: { set: {}, suppressed: [] },
  accessClaims: { set: {}, suppressed: [] },
  scopes: { added: [], suppressed: [] },
  groups: undefined,
};

type Claims = Readonly<Record<string, unknown>>;

/** Suppressing beats setting. What is not a trigger's to touch stays as it is, without a complaint. */
export function shapedClaims(claims: Claims, use: TokenUse, shape: TokenShape, client: Client): Claims {
  if (shape === plainTokens) return claims;
  const { set, suppressed } = use === "access" ? shape.accessClaims : shape.idClaims;
  const gone = new Set(suppressed);
  const mayKeep = (name: string): boolean => !gone.has(name) || isUntouchable(name);
  const own = Object.entries(set).filter(([name, value]) => isSettable(name, value, use, client));
  return Object.fromEntries([...Object.entries(claims), ...own].filter(([name]) => mayKeep(name)));
}

/** What the access token's `scope` says: the trigger may add to what was granted, and take from it. */
export function shapedScopes(granted: readonly string[], { scopes }: TokenShape): readonly string[] {
  if (scopes.added.length === 0 && scopes.suppressed.length === 0) return granted;
  const gone = new Set(scopes.suppressed);
  return [...new Set([...granted, ...scopes.added])].filter((scope) => !gone.has(scope));
}

/** The access token carries the names only. */
export function shapedGroupClaims(
  groups: readonly Group[],
  { groups: shaped }: TokenShape,
  use: TokenUse,
): Claims {
  const claims = shaped === undefined ? groupClaims(groups) : claimsOfShape(shaped);
  if (use === "id") return claims;
  const names = claims["cognito:groups"];
  return names === undefined ? {} : { "cognito:groups": names };
}

function claimsOfShape({ names, roles, preferredRole }: ShapedGroups): Claims {
  return {
    ...(names.length === 0 ? {} : { "cognito:groups": names }),
    ...(roles.length === 0 ? {} : { "cognito:roles": roles }),
    ...(preferredRole === undefined ? {} : { "cognito:preferred_role": preferredRole }),
  };
}

/** Attributes of the developer's alone may be taken out, never made up; an access token's audience is its own client. */
function isSettable(name: string, value: unknown, use: TokenUse, client: Client): boolean {
  if (name === "aud") return use === "access" && value === client.clientId;
  return !isUntouchable(name) && !name.startsWith("dev:");
}

function isUntouchable(name: string): boolean {
  return name.startsWith("cognito:") || untouchable.has(name);
}

/** `cognito.md` §4; `scope`, because scopes have members of their own; and what JavaScript gives a meaning to. */
const untouchable: ReadonlySet<string> = new Set([
  ...["sub", "iss", "aud", "exp", "iat", "nbf", "jti", "origin_jti", "event_id", "token_use", "auth_time"],
  ...[
    "client_id",
    "username",
    "identities",
    "device_key",
    "version",
    "acr",
    "amr",
    "at_hash",
    "azp",
    "nonce",
  ],
  ...["scope", "__proto__"],
]);
