/** Checks a name and a password, for the API and the pages. What a right password leads to is up to the caller. */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { normalizeName } from "../users/names.ts";
import type { User } from "../users/user.ts";
import { type StateRefusal, stateRefusal } from "./account-state.ts";
import { countedAttempt } from "./counted-attempt.ts";
import type { Source } from "./source-limit.ts";

export type PasswordRefusal = StateRefusal | "unknownUser" | "attemptsExceeded";

export type PasswordCheck =
  | { readonly ok: true; readonly user: User; readonly mustChangePassword: boolean }
  | { readonly ok: false; readonly cause: PasswordRefusal };

/**
 * The attempt is counted before the password is looked at, for names that nobody has too, and the same hash is
 * computed for them: neither the answer nor its time tells who exists. Failures are forgotten by a whole sign-in, not here.
 */
export async function checkPasswordOf(
  world: World,
  pool: Pool,
  name: string,
  user: User | undefined,
  password: string,
  source: Source,
  alongside?: (tables: Tables) => Promise<void>,
): Promise<PasswordCheck> {
  const account = accountOf(world, pool, name, user);
  const look = async (): Promise<User | undefined> => {
    const isRight = await world.passwords.verify(user?.passwordHash, password);
    return isRight ? user : undefined;
  };
  const attempt = await countedAttempt(world, { poolId: pool.poolId, account, source }, look, alongside);
  if (!attempt.ok) {
    if (attempt.isLocked) return refuse("attemptsExceeded");
    return refuse(user === undefined ? "unknownUser" : "wrongPassword");
  }
  const refusal = stateRefusal(attempt.found, world.clock.now());
  if (refusal !== undefined) return refuse(refusal);
  const mustChangePassword = attempt.found.status === "FORCE_CHANGE_PASSWORD";
  return { ok: true, user: attempt.found, mustChangePassword };
}

/** What attempts are counted on. Nobody's spellings are counted as one, or counting would tell who is somebody. */
export function accountOf(world: World, pool: Pool, name: string, user: User | undefined): string {
  return user?.sub ?? world.digests.fingerprint(`attempts ${pool.poolId} ${normalizeName(pool, name)}`);
}

function refuse(cause: PasswordRefusal): PasswordCheck {
  return { ok: false, cause };
}
