/**
 * Which of the requested scopes a client is granted. A scope that the client does not have is refused, never widened
 * (RFC 6749 §3.3). A scope that it has, but whose resource server is gone, is left out of a person's tokens
 * (`cognito.md` §3.1).
 */
import type { PoolId } from "../ids.ts";
import type { World } from "../ports.ts";
import { mostResourceServers } from "../resource-servers/rules.ts";
import { existingScopes, standardScopes } from "../resource-servers/scopes.ts";
import type { Client } from "./client.ts";

export type ScopeDecision =
  | { readonly ok: true; readonly granted: readonly string[] }
  | { readonly ok: false; readonly refused: string };

/** Scopes of a person's sign-in; none asked for means all the client has. */
export async function signInScopes(
  world: World,
  client: Client,
  asked: readonly string[] | undefined,
): Promise<ScopeDecision> {
  const named = scopesOf(client);
  return choose(await livingScopes(world, client, named), asked, named);
}

/** Scopes of a machine: those of the resource servers that there are, and no other (RFC 6749 §4.4). */
export async function machineScopes(
  world: World,
  client: Client,
  asked: readonly string[] | undefined,
): Promise<ScopeDecision> {
  const living = await livingScopes(world, client, scopesOf(client));
  const scopes = living.filter((scope) => !standardScopes.includes(scope));
  return choose(scopes, asked, scopes);
}

/** Refreshing may narrow what was granted, never widen it (RFC 6749 §6). `living` is what is left of it. */
export function narrowedScopes(
  living: readonly string[],
  asked: readonly string[] | undefined,
  granted: readonly string[],
): ScopeDecision {
  return choose(living, asked, granted);
}

/** Those whose resource server is still there: no other scope may get into a token. */
export async function livingScopes(
  world: World,
  { poolId }: { readonly poolId: PoolId },
  scopes: readonly string[],
): Promise<readonly string[]> {
  const servers = await world.store.read.resourceServers.list(poolId, { limit: mostResourceServers });
  const existing = existingScopes(servers);
  return scopes.filter((scope) => existing.has(scope));
}

/** `known` may be named; of them those that are available are given. */
function choose(
  available: readonly string[],
  asked: readonly string[] | undefined,
  known: readonly string[],
): ScopeDecision {
  if (asked === undefined || asked.length === 0) return { ok: true, granted: available };
  const granted = [...new Set(asked)].filter((scope) => available.includes(scope));
  // Of nothing that is left, no token is made: it would not be what was asked for.
  const refused =
    asked.find((scope) => !known.includes(scope)) ?? (granted.length === 0 ? asked[0] : undefined);
  return refused === undefined ? { ok: true, granted } : { ok: false, refused };
}

function scopesOf({ settings }: Client): readonly string[] {
  return settings.AllowedOAuthScopes ?? [];
}
