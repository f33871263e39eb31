/** Which of the scopes asked for a client gets. A scope it does not have is refused, never widened or dropped (RFC 6749 §3.3). */
import type { World } from "../ports.ts";
import { mostResourceServers } from "../resource-servers/rules.ts";
import { existingScopes } from "../resource-servers/scopes.ts";
import type { Client } from "./client.ts";

export type ScopeDecision =
  | { readonly ok: true; readonly granted: readonly string[] }
  | { readonly ok: false; readonly refused: string };

const peoplesScopes: ReadonlySet<string> = new Set([
  "openid",
  "email",
  "phone",
  "profile",
  "aws.cognito.signin.user.admin",
]);

/** Scopes of a person's sign-in; none asked for means all the client has. */
export async function signInScopes(
  world: World,
  client: Client,
  asked: readonly string[] | undefined,
): Promise<ScopeDecision> {
  return choose(await livingScopes(world, client), asked);
}

/** Scopes of a machine: those of the resource servers that there are, and no other (RFC 6749 §4.4). */
export async function machineScopes(
  world: World,
  client: Client,
  asked: readonly string[] | undefined,
): Promise<ScopeDecision> {
  const scopes = await livingScopes(world, client);
  return choose(
    scopes.filter((scope) => !peoplesScopes.has(scope)),
    asked,
  );
}

/** Refreshing may narrow what was granted, never widen it (RFC 6749 §6). */
export function narrowedScopes(
  granted: readonly string[],
  asked: readonly string[] | undefined,
): ScopeDecision {
  return choose(granted, asked);
}

function choose(available: readonly string[], asked: readonly string[] | undefined): ScopeDecision {
  if (asked === undefined || asked.length === 0) return { ok: true, granted: available };
  const refused = asked.find((scope) => !available.includes(scope));
  return refused === undefined ? { ok: true, granted: [...new Set(asked)] } : { ok: false, refused };
}

/** A client may still name a scope whose resource server is gone: it opens nothing (`cognito.md` §3.1). */
async function livingScopes(world: World, { poolId, settings }: Client): Promise<readonly string[]> {
  const servers = await world.store.read.resourceServers.list(poolId, { limit: mostResourceServers });
  const existing = existingScopes(servers);
  return (settings.AllowedOAuthScopes ?? []).filter((scope) => existing.has(scope));
}
