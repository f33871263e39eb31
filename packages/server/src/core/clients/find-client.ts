/** A client by its id: the id alone names the pool. */
import type { Fail } from "../failures.ts";
import { clientId } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { Client } from "./client.ts";

export interface PoolAndClient {
  readonly pool: Pool;
  readonly client: Client;
}

export async function findClient(world: World, id: string): Promise<PoolAndClient | undefined> {
  const client = await world.store.read.clients.findAnywhere(clientId(id));
  const pool = client && (await world.store.read.pools.find(client.poolId));
  return pool === undefined || client === undefined ? undefined : { pool, client };
}

export async function requireClient(
  world: World,
  id: string,
  fail: Fail<"ResourceNotFoundException">,
): Promise<PoolAndClient> {
  const found = await findClient(world, id);
  if (found === undefined) throw fail("ResourceNotFoundException", texts.clientNotFound(id));
  return found;
}

/** For signed calls, which name the pool too. */
export async function requireClientOfPool(
  world: World,
  pool: Pool,
  id: string,
  fail: Fail<"ResourceNotFoundException">,
): Promise<Client> {
  const client = await world.store.read.clients.find(pool.poolId, clientId(id));
  if (client === undefined) throw fail("ResourceNotFoundException", texts.clientNotFound(id));
  return client;
}
