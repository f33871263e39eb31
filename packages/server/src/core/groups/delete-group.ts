/** A group may have everybody in it: its members leave a batch at a time, so that others wait for a batch and not for all of them. */
import type { PoolId } from "../ids.ts";
import type { Store } from "../tables.ts";

const membersAtOnce = 1_000;

/**
 * False when there is none. Nobody is in a group of the same name that is made later. What ends in the middle leaves the group with fewer
 * members, to be deleted again; each batch has its record in the audit log.
 */
export async function deleteGroup(store: Store, poolId: PoolId, name: string): Promise<boolean> {
  for (;;) {
    const isDeleted = await store.write(async ({ groups }) => {
      const isMore = await groups.removeMembers(poolId, name, membersAtOnce);
      return isMore ? undefined : groups.delete(poolId, name);
    });
    if (isDeleted !== undefined) return isDeleted;
  }
}
