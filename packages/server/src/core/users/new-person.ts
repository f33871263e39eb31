/** Somebody who is just becoming one of the pool's people. */

import { noMfa } from "../factors/mfa-preference.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { User } from "./user.ts";

/** Enabled, and without a password. */
export function newPerson(
  world: Pick<World, "clock">,
  { poolId }: Pick<Pool, "poolId">,
  person: Pick<User, "sub" | "username" | "status" | "attributes">,
): User {
  const now = world.clock.now();
  return {
    poolId,
    ...person,
    isEnabled: true,
    passwordHash: undefined,
    sealedSrp: undefined,
    passwordHistory: [],
    mfa: noMfa,
    temporaryPasswordExpiresAt: undefined,
    createdAt: now,
    modifiedAt: now,
  };
}
