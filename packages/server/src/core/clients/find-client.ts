/** A client by its id: the id alone names the pool. */
import type { Fail } from "../failures.ts";
import { type ClientId, clientId, type PoolId } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { ReadTables } from "../tables.ts";
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
export function requireClientOfPool(
  world: World,
  pool: Pool,
  id: string,
  fail: Fail<"ResourceNotFoundException">,
): Promise<Client> {
  return requireClientIn(world.store.read, pool.poolId, clientId(id), fail);
}

/** `tables` are those of a transaction: a client that was found may have gone since. */
export async function requireClientIn(
  { clients }: Pick<ReadTables, "clients">,
  poolId: PoolId,
  id: ClientId,
  fail: Fail<"ResourceNotFoundException">,
): Promise<Client> {
  const client = await clients.find(poolId, id);
  if (client === undefined) throw fail("ResourceNotFoundException", texts.clientNotFound(id));
  return client;
}
