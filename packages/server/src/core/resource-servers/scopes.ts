/** The scopes that exist in a pool: the standard ones, and `<identifier>/<name>` of each resource server. */
import type { ResourceServer } from "./resource-server.ts";

/** Of every sign-in through the JSON API: it opens the operations on one's own account. */
export const selfServiceScope = "aws.cognito.signin.user.admin";

/** A person's: no machine gets them. */
export const standardScopes: readonly string[] = ["openid", "email", "phone", "profile", selfServiceScope];

/** A client may name a scope whose resource server has gone since: such a scope opens nothing (`cognito.md` §3.1). */
export function existingScopes(servers: readonly ResourceServer[]): ReadonlySet<string> {
  let scopes = known.get(servers);
  if (scopes === undefined) {
    scopes = scopesOf(servers);
    known.set(servers, scopes);
  }
  return scopes;
}

/** The store hands out the same list until it changes. */
const known = new WeakMap<readonly ResourceServer[], ReadonlySet<string>>();

function scopesOf(servers: readonly ResourceServer[]): ReadonlySet<string> {
  const own = servers.flatMap(({ identifier, scopes }) =>
    scopes.map(({ ScopeName }) => `${identifier}/${ScopeName}`),
  );
  return new Set([...standardScopes, ...own]);
}
