/** A password as it is stored: its hash, and the SRP verifier that proves it without sending it. */
import type { Pool } from "../pools/pool.ts";
import type { SrpVerifier, World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { signInNames } from "./names.ts";
import type { User } from "./user.ts";

export type StoredPassword = Pick<User, "passwordHash" | "sealedSrp">;

export const srpPurpose = "srp";

/** Slow by design; so before the transaction that stores it. */
export async function storablePassword(
  world: World,
  { poolId }: Pick<Pool, "poolId">,
  { username }: Pick<User, "username">,
  password: string,
): Promise<StoredPassword> {
  const [passwordHash, sealedSrp] = await Promise.all([
    world.passwords.hash(password),
    sealedVerifier(world, { poolId }, { username }, password),
  ]);
  return { passwordHash, sealedSrp };
}

/** The verifier of a password that was stored before there were verifiers: made when it is next given. */
export async function missingVerifier(
  world: World,
  pool: Pool,
  user: User,
  password: string,
): Promise<((tables: Tables) => Promise<User>) | undefined> {
  if (user.sealedSrp !== undefined) return undefined;
  const sealedSrp = await sealedVerifier(world, pool, user, password);
  return async ({ users }) => {
    const latest = await users.find(pool.poolId, user.sub);
    // Another password since: then the verifier is of none.
    if (latest === undefined || latest.passwordHash !== user.passwordHash) return latest ?? user;
    const changed = { ...latest, sealedSrp };
    await users.update(changed, signInNames(pool, changed));
    return changed;
  };
}

/** The pool's name in SRP: the part of its id after the region. */
export function srpGroup(poolId: Pool["poolId"]): string {
  return poolId.slice(poolId.lastIndexOf("_") + 1);
}

async function sealedVerifier(
  world: World,
  { poolId }: Pick<Pool, "poolId">,
  { username }: Pick<User, "username">,
  password: string,
): Promise<string> {
  const verifier = await world.srp.enrol(srpGroup(poolId), username, password);
  return world.sealing.seal(srpPurpose, JSON.stringify(verifier));
}

/** Undefined for nobody, for people without a password, and for passwords from before there were verifiers. */
export function openSrpVerifier(
  world: Pick<World, "sealing">,
  user: Pick<User, "sealedSrp"> | undefined,
): SrpVerifier | undefined {
  if (user?.sealedSrp === undefined) return undefined;
  const opened = world.sealing.open(srpPurpose, user.sealedSrp);
  // sealedVerifier sealed it.
  return opened === undefined ? undefined : (JSON.parse(opened) as SrpVerifier);
}
