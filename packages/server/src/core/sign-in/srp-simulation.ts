/**
 * The SRP challenge for a name that nobody has, under PreventUserExistenceErrors: the same salt and id every time, and
 * a verifier of the right size, so that the challenge and the work behind it look like anybody else's.
 */
import { sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { SrpVerifier, World } from "../ports.ts";
import type { TriggerSubject } from "../triggers/trigger-subject.ts";
import { addressNamed, normalizeName } from "../users/names.ts";
import { simulatedBytes } from "../users/simulated-bytes.ts";

type Digests = Pick<World, "digests">;

const verifierBytes = 384;

export function simulatedVerifier(world: Digests, pool: Pool, name: string): SrpVerifier {
  const bits = bytesOf(world, pool, name, "verifier", verifierBytes);
  // Half of the group's numbers at most, so below its prime; and no salt begins with a zero byte, as real ones do not.
  const salt = bytesOf(world, pool, name, "salt", 16).replace(/^00/, "01");
  return { salt, verifier: `0${bits.slice(1)}` };
}

/**
 * What USER_ID_FOR_SRP would be: a UUID where people have other names than their username, the name itself elsewhere. However
 * somebody's username is spelled, theirs comes back in one spelling; so nobody's does.
 */
export function simulatedUserId(world: Digests, pool: Pool, name: string): string {
  const { UsernameAttributes = [] } = pool.settings;
  const isUsername = UsernameAttributes.length === 0 && addressNamed(pool, name) === undefined;
  if (isUsername) return normalizeName(pool, name);
  const hex = bytesOf(world, pool, name, "id", 16);
  const variant = "89ab"[Number.parseInt(hex.slice(16, 17), 16) % 4] ?? "8";
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** What triggers are told of them. */
export function simulatedPerson(world: Digests, pool: Pool, name: string): TriggerSubject["user"] {
  const id = sub(simulatedUserId(world, pool, name));
  return { sub: id, username: name, status: "UNKNOWN", attributes: {} };
}

function bytesOf(world: Digests, pool: Pool, name: string, use: string, length: number): string {
  let hex = "";
  for (let block = 0; hex.length < length * 2; block += 1) {
    hex += simulatedBytes(world, pool, name, "srp", use, block).toHex();
  }
  return hex.slice(0, length * 2);
}
