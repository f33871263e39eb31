/** `id_token_hint` (OIDC Core §3.1.2.1): an ID token of ours says who is meant. It may have expired; it grants nothing. */
import { type ClientId, clientId, type Sub, sub } from "../core/ids.ts";
import type { Pool } from "../core/pools/pool.ts";
import type { World } from "../core/ports.ts";
import { poolOfToken } from "../core/tokens/pool-of-token.ts";

export interface IdTokenHint {
  readonly pool: Pool;
  readonly clientId: ClientId;
  readonly sub: Sub;
}

/** Undefined unless one of our pools signed it as an ID token. */
export async function readIdTokenHint(world: World, token: string): Promise<IdTokenHint | undefined> {
  const pool = await poolOfToken(world, token);
  if (pool === undefined) return undefined;
  const keys = (await world.store.read.signingKeys.list(pool.poolId)).filter((key) => key.tokenUse === "id");
  const verified = world.signing.verify(
    token,
    keys.map((key) => key.publicJwk),
  );
  if (!verified.ok) return undefined;
  const { aud, sub: person, token_use } = verified.claims;
  if (token_use !== "id" || typeof aud !== "string" || typeof person !== "string") return undefined;
  return { pool, clientId: clientId(aud), sub: sub(person) };
}
