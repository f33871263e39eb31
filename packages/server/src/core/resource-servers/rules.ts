/** What a resource server must satisfy beyond its shape, how many there can be, and its wire form. */
import type { ResourceServerScopeType, ResourceServerType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";
import type { ResourceServer, ResourceServerScope } from "./resource-server.ts";

/** Cognito's highest quota per pool. */
export const mostResourceServers = 300;

export function requireIdentifier(identifier: string, fail: Fail<"InvalidParameterException">): string {
  // Its own scopes, `aws.cognito.signin.user.admin` and `aws.cognito/dcr/register`, belong to the pool itself.
  if (/^aws\.cognito(?![\w-])/i.test(identifier)) {
    throw fail("InvalidParameterException", texts.resourceServerReserved(identifier));
  }
  return identifier;
}

export function requireScopes(
  scopes: readonly ResourceServerScopeType[] = [],
  fail: Fail<"InvalidParameterException">,
): readonly ResourceServerScope[] {
  const names = new Set<string>();
  for (const { ScopeName } of scopes) {
    if (names.has(ScopeName)) throw fail("InvalidParameterException", texts.scopeTwice(ScopeName));
    names.add(ScopeName);
  }
  return scopes.map(({ ScopeName, ScopeDescription }) => ({ ScopeName, ScopeDescription }));
}

export function describeResourceServer({
  poolId,
  identifier,
  name,
  scopes,
}: ResourceServer): ResourceServerType {
  return { UserPoolId: poolId, Identifier: identifier, Name: name, Scopes: scopes };
}
