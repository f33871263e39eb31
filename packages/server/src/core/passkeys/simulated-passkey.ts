/**
 * A passkey for a name that nobody has, under PreventUserExistenceErrors: the same every time, and of a realistic size.
 * Answers are checked against it with all the work of a real check, and the caller must refuse them all.
 */
import { sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { simulatedBytes } from "../users/simulated-bytes.ts";
import type { Passkey } from "./passkey.ts";

/** Bytes of an id, and how it is reached: of the commonest keepers of passkeys. */
const kinds = [
  { length: 20, transports: ["hybrid", "internal"] },
  { length: 32, transports: ["hybrid", "internal"] },
  { length: 16, transports: ["hybrid", "internal"] },
  { length: 32, transports: ["internal"] },
] as const;

/** The base point of P-256, a key like any other, as COSE has it. */
const publicKey =
  "pQECAyYgASFYIGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWIlggT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

export function simulatedPasskey(
  world: Pick<World, "digests">,
  pool: Pool,
  name: string,
  relyingPartyId: string,
): Passkey {
  const id = simulatedBytes(world, pool, name, "passkey", "id");
  const kind = simulatedBytes(world, pool, name, "passkey", "kind")[0] ?? 0;
  const { length, transports } = kinds[kind % kinds.length] ?? kinds[0];
  return {
    poolId: pool.poolId,
    sub: sub(id.toHex()),
    credentialId: id.slice(0, length).toBase64({ alphabet: "base64url", omitPadding: true }),
    relyingPartyId,
    publicKey,
    counter: 0,
    aaguid: "00000000-0000-0000-0000-000000000000",
    friendlyName: "",
    attachment: "platform",
    transports,
    isBackedUp: true,
    createdAt: 0,
    lastUsedAt: undefined,
  };
}
