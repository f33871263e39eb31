/** Changes a client inside a transaction: `change` sees the row as it is now, so that no change is lost. */
import type { Fail } from "../failures.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { Client } from "./client.ts";
import { requireClientIn } from "./find-client.ts";

export async function updateClient(
  world: World,
  { poolId, clientId }: Pick<Client, "poolId" | "clientId">,
  change: (client: Client, tables: Tables) => Promise<Client> | Client,
  fail: Fail<"ResourceNotFoundException">,
): Promise<Client> {
  const modifiedAt = world.clock.now();
  return world.store.write(async (tables) => {
    const client = await requireClientIn(tables, poolId, clientId, fail);
    const changed = { ...(await change(client, tables)), modifiedAt };
    await tables.clients.update(changed);
    return changed;
  });
}
