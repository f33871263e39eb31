/** Metadata and keys. The text of the keys is built once per change. */
import { type PoolId, poolId } from "../core/ids.ts";
import type { World } from "../core/ports.ts";
import type { SigningKey } from "../core/tokens/signing-key.ts";
import { discoveryDocument, jwks } from "../oauth/discovery.ts";
import { preflightReply } from "./oauth-reply.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

const headers = {
  "content-type": "application/json",
  "cache-control": "public, max-age=3600",
  "access-control-allow-origin": "*",
  "x-content-type-options": "nosniff",
} as const;

export async function answerDiscovery(world: World, request: HttpRequest): Promise<Reply> {
  if (request.method === "OPTIONS") return preflightReply(request, "GET");
  const id = await poolOf(world, request);
  if (id === undefined) return notFound();
  return { status: 200, headers, body: JSON.stringify(discoveryDocument(world, id)) };
}

export async function answerJwks(world: World, request: HttpRequest): Promise<Reply> {
  if (request.method === "OPTIONS") return preflightReply(request, "GET");
  const id = await poolOf(world, request);
  if (id === undefined) return notFound();
  return { status: 200, headers, body: jwksText(await world.store.read.signingKeys.list(id)) };
}

/** Libraries in browsers read this, too: what comes without CORS they can only take for a fault of CORS. */
export function metadataRefusal(status: number, message: string): Reply {
  return { status, headers: { ...headers, "cache-control": "no-store" }, body: JSON.stringify({ message }) };
}

/** The store hands out the same list until a key changes. */
const jwksTexts = new WeakMap<readonly SigningKey[], string>();

function jwksText(keys: readonly SigningKey[]): string {
  const text = jwksTexts.get(keys) ?? JSON.stringify(jwks(keys));
  jwksTexts.set(keys, text);
  return text;
}

async function poolOf(world: World, request: HttpRequest): Promise<PoolId | undefined> {
  const id = poolId(request.params["poolId"] ?? "");
  return (await world.store.read.pools.find(id)) === undefined ? undefined : id;
}

function notFound(): Reply {
  return metadataRefusal(404, "There is no user pool with this id.");
}
