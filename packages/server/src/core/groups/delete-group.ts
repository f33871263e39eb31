/** A group may have everybody in it: its members leave a batch at a time, so that others wait for a batch and not for all of them. */
import type { PoolId } from "../ids.ts";
import type { Store } from "../tables.ts";

const membersAtOnce = 1_000;

/**
 * False when there is none. Nobody is in a group of the same name that is made later. What ends in the middle leaves the group with fewer
 * members, to be deleted again.
 */
export async function deleteGroup(store: Store, poolId: PoolId, name: string): Promise<boolean> {
  let removed: number;
  do removed = await store.write(({ groups }) => groups.removeSomeMembers(poolId, name, membersAtOnce));
  while (removed === membersAtOnce);
  return store.write(({ groups }) => groups.delete(poolId, name));
}
