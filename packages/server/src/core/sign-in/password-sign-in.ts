/** Checks a name and a password, whichever door they came through. What the person then gets is the caller's. */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { findUser } from "../users/find-user.ts";
import { normalizeName } from "../users/names.ts";
import type { User } from "../users/user.ts";

export type PasswordRefusal =
  | "unknownUser"
  | "wrongPassword"
  | "attemptsExceeded"
  | "userDisabled"
  | "notConfirmed"
  | "resetRequired"
  | "temporaryPasswordExpired";

export type PasswordCheck =
  | { readonly ok: true; readonly user: User; readonly mustChangePassword: boolean }
  | { readonly ok: false; readonly cause: PasswordRefusal };

/**
 * The attempt is counted before the password is looked at, for names that nobody has too, and the same hash is
 * computed for them: neither the answer nor its time tells who exists.
 */
export async function checkPassword(
  world: World,
  pool: Pool,
  name: string,
  password: string,
): Promise<PasswordCheck> {
  const user = await findUser(world, pool, name);
  // In the form in which two names are one: counting nobody's spellings apart would tell who is somebody.
  const account =
    user?.sub ?? world.digests.fingerprint(`attempts ${pool.poolId} ${normalizeName(pool, name)}`);
  return world.turns.inTurn(`${pool.poolId} ${account}`, async () => {
    const now = world.clock.now();
    if (!(await world.store.write(({ attempts }) => attempts.count(pool.poolId, account, now)))) {
      return refuse("attemptsExceeded");
    }
    const isRight = await world.passwords.verify(user?.passwordHash, password);
    if (user === undefined) return refuse("unknownUser");
    if (!isRight) return refuse("wrongPassword");
    await world.store.write(({ attempts }) => attempts.clear(pool.poolId, account));
    return checkState(user, world.clock.now());
  });
}

/** After the right password only: whoever holds it may know the state of the account. */
function checkState(user: User, now: number): PasswordCheck {
  if (!user.isEnabled) return refuse("userDisabled");
  switch (user.status) {
    case "CONFIRMED":
      return { ok: true, user, mustChangePassword: false };
    case "FORCE_CHANGE_PASSWORD":
      if ((user.temporaryPasswordExpiresAt ?? 0) <= now) return refuse("temporaryPasswordExpired");
      return { ok: true, user, mustChangePassword: true };
    case "RESET_REQUIRED":
      return refuse("resetRequired");
    case "UNCONFIRMED":
      return refuse("notConfirmed");
    default:
      return refuse("wrongPassword");
  }
}

function refuse(cause: PasswordRefusal): PasswordCheck {
  return { ok: false, cause };
}
