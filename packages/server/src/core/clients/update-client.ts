/** Changes a client inside a transaction: `change` sees the row as it is now, so that no change is lost. */
import type { Fail } from "../failures.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { Client } from "./client.ts";

export async function updateClient(
  world: World,
  { poolId, clientId }: Pick<Client, "poolId" | "clientId">,
  change: (client: Client, tables: Tables) => Promise<Client> | Client,
  fail: Fail<"ResourceNotFoundException">,
): Promise<Client> {
  const modifiedAt = world.clock.now();
  return world.store.write(async (tables) => {
    const client = await tables.clients.find(poolId, clientId);
    if (client === undefined) throw fail("ResourceNotFoundException", texts.clientNotFound(clientId));
    const changed = { ...(await change(client, tables)), modifiedAt };
    await tables.clients.update(changed);
    return changed;
  });
}
