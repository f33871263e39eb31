/**
 * The source of everything that is made up about a name nobody has: the same every time and for every spelling of the
 * name, and unpredictable.
 */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { normalizeName } from "./names.ts";

/** 32 bytes, others for each `kind` and `use`. */
export function simulatedBytes(
  { digests }: Pick<World, "digests">,
  pool: Pool,
  name: string,
  kind: "address" | "choice" | "passkey" | "srp",
  ...use: readonly (string | number)[]
): Uint8Array {
  const seed = JSON.stringify([`simulated ${kind}`, pool.poolId, normalizeName(pool, name), ...use]);
  return Uint8Array.fromBase64(digests.fingerprint(seed), { alphabet: "base64url" });
}
