/** Everything that is stored about a person, for that person: without secrets, which nobody can read. */

import { deviceType } from "../core/devices/device-type.ts";
import { mfaMembers } from "../core/factors/describe-factors.ts";
import { fail } from "../core/failures.ts";
import { describePasskey } from "../core/passkeys/describe.ts";
import type { Pool } from "../core/pools/pool.ts";
import type { World } from "../core/ports.ts";
import { listSessions } from "../core/sessions/list-sessions.ts";
import type { User } from "../core/users/user.ts";
import { userType } from "../core/users/user-type.ts";

/** In the words of the API. */
export async function exportAccount(world: World, pool: Pool, user: User): Promise<object> {
  const { poolId } = pool;
  const { read } = world.store;
  // What only administrators may see stays with them.
  const own = Object.entries(user.attributes).filter(([name]) => !name.startsWith("dev:"));
  const passkeys = await read.passkeys.listOfUser(poolId, user.sub);
  const groups = await read.groups.listOfUser(poolId, user.sub);
  const devices = await read.devices.listOfUser(poolId, user.sub, { limit: 1000 });
  const asked = { pool, user, current: undefined, token: undefined };
  return {
    ...userType({ ...user, attributes: Object.fromEntries(own) }),
    ...mfaMembers(user),
    WebAuthnCredentials: passkeys.map(describePasskey),
    Groups: groups.map(({ name }) => name),
    Devices: devices.map((device) => deviceType(device, "owner")),
    ...(await listSessions(world, asked, fail)),
  };
}
