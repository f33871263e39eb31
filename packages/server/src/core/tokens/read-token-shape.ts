/** What a PreTokenGeneration function answered, as a `TokenShape`: the form of V1, and the one of V2 and V3. */
import type { TriggerResponse } from "../triggers/trigger-response.ts";
import type { ClaimChanges, ScopeChanges, ShapedGroups, TokenShape } from "./token-shape.ts";
import { plainTokens } from "./token-shape.ts";

/** Claims and scopes together, of both tokens. */
const mostChanges = 5000;

/** V1 words the ID token and the groups; its claims are texts. */
export function readFirstShape(response: TriggerResponse): TokenShape {
  const details = response.part("claimsOverrideDetails");
  if (details === undefined) return plainTokens;
  const idClaims = {
    set: details.textMap("claimsToAddOrOverride") ?? {},
    suppressed: details.textList("claimsToSuppress") ?? [],
  };
  return notTooMuch({ ...plainTokens, idClaims, groups: readGroups(details) }, response);
}

/** V2 and V3 word both tokens, and claims may be anything that JSON can say. */
export function readSecondShape(response: TriggerResponse): TokenShape {
  const details = response.part("claimsAndScopeOverrideDetails");
  if (details === undefined) return plainTokens;
  const access = details.part("accessTokenGeneration");
  const shape = {
    idClaims: readClaims(details.part("idTokenGeneration")),
    accessClaims: readClaims(access),
    scopes: access === undefined ? plainTokens.scopes : readScopes(access),
    groups: readGroups(details),
  };
  return notTooMuch(shape, response);
}

function readClaims(generation: TriggerResponse | undefined): ClaimChanges {
  return {
    set: generation?.map("claimsToAddOrOverride") ?? {},
    suppressed: generation?.textList("claimsToSuppress") ?? [],
  };
}

function readScopes(generation: TriggerResponse): ScopeChanges {
  const added = generation.textList("scopesToAdd") ?? [];
  // RFC 6749 §3.3: a blank would make two of one.
  if (!added.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))) {
    throw generation.invalid("scopesToAdd has a scope with a character that no scope can have");
  }
  return { added, suppressed: generation.textList("scopesToSuppress") ?? [] };
}

/** Not saying anything leaves the groups; saying null, or an empty object, takes them all away. */
function readGroups(details: TriggerResponse): ShapedGroups | undefined {
  if (!details.has("groupOverrideDetails")) return undefined;
  const groups = details.part("groupOverrideDetails");
  return {
    names: groups?.textList("groupsToOverride") ?? [],
    roles: groups?.textList("iamRolesToOverride") ?? [],
    preferredRole: groups?.text("preferredRole"),
  };
}

function notTooMuch(shape: TokenShape, response: TriggerResponse): TokenShape {
  const { idClaims, accessClaims, scopes } = shape;
  const changes =
    [idClaims, accessClaims].reduce(
      (sum, { set, suppressed }) => sum + Object.keys(set).length + suppressed.length,
      0,
    ) +
    scopes.added.length +
    scopes.suppressed.length;
  if (changes > mostChanges) throw response.invalid(`more than ${mostChanges} claims and scopes`);
  return shape;
}
