/** Deletes a person and everything of theirs; their tokens stop working with them (RT-08). */
import type { Fail } from "../failures.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
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
