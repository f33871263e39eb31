/** Deletes a person and everything of theirs; their tokens stop working with them (RT-08). */
import type { Fail } from "../failures.ts";
import { notify } from "../messages/notice.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";
import type { User } from "./user.ts";

export async function deleteUser(
  world: World,
  { poolId, sub }: Pick<User, "poolId" | "sub">,
  fail: Fail<"UserNotFoundException">,
): Promise<void> {
  const isDeleted = await world.store.write(({ users }) => users.delete(poolId, sub));
  // Somebody else was first.
  if (!isDeleted) throw fail("UserNotFoundException", texts.userNotFound);
}

/** By themselves: the last thing that their address is told. An administrator has ways of their own to tell people. */
export async function deleteOwnAccount(
  world: World,
  pool: Pool,
  { poolId, sub }: Pick<User, "poolId" | "sub">,
  fail: Fail<"UserNotFoundException">,
  metadata?: ClientMetadata,
): Promise<void> {
  await world.store.write(async (tables) => {
    const user = await tables.users.find(poolId, sub);
    if (user === undefined || !(await tables.users.delete(poolId, sub))) {
      throw fail("UserNotFoundException", texts.userNotFound);
    }
    await notify(world, tables, pool, user, "accountDeleted", metadata);
  });
}
