/** Which pool a JWT claims to come from, so that it can be verified with that pool's keys. Nothing in the token is trusted yet. */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { poolOfIssuer } from "./issuer.ts";

export async function poolOfToken(world: World, token: string): Promise<Pool | undefined> {
  const id = poolOfIssuer(world, unverifiedIssuer(token));
  return id && world.store.read.pools.find(id);
}

/** Read before anything is verified, only to know whose keys to verify with. */
function unverifiedIssuer(token: string): unknown {
  const payload = token.split(".", 3)[1];
  if (payload === undefined || token.length > 65_536) return undefined;
  try {
    const bytes = Uint8Array.fromBase64(payload, { alphabet: "base64url" });
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === "object" && claims !== null && "iss" in claims ? claims.iss : undefined;
  } catch {
    return undefined;
  }
}

export function looksLikeJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}
