/** Finds a person by any name that an administrator or they themselves may use: a sign-in name or the sub. */
import type { Fail } from "../failures.ts";
import { sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { normalizeName } from "./names.ts";
import type { User } from "./user.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The sub goes first: nobody answers to another's sub by taking it as a name (AC-12). */
export async function findUser(world: World, pool: Pool, name: string): Promise<User | undefined> {
  const { users } = world.store.read;
  const bySub = uuid.test(name) ? await users.find(pool.poolId, sub(name)) : undefined;
  return bySub ?? users.findByName(pool.poolId, normalizeName(pool, name));
}

export async function requireUser(
  world: World,
  pool: Pool,
  name: string,
  fail: Fail<"UserNotFoundException">,
): Promise<User> {
  const user = await findUser(world, pool, name);
  if (user === undefined) throw fail("UserNotFoundException", texts.userNotFound);
  return user;
}
