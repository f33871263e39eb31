/** The issuer of a pool is one string, compared byte for byte: `<publicUrl>/<poolId>`. */
import { type PoolId, poolId } from "../ids.ts";
import type { World } from "../ports.ts";

export function issuerOf(world: Pick<World, "settings">, id: PoolId): string {
  return `${world.settings.publicUrl}/${id}`;
}

/** The pool an issuer names, or undefined when it is not one of ours. */
export function poolOfIssuer(world: Pick<World, "settings">, issuer: unknown): PoolId | undefined {
  const base = `${world.settings.publicUrl}/`;
  if (typeof issuer !== "string" || !issuer.startsWith(base)) return undefined;
  const id = issuer.slice(base.length);
  return /^[\w-]+_[0-9a-zA-Z]+$/.test(id) ? poolId(id) : undefined;
}
