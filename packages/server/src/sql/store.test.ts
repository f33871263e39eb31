import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import {
  aClient,
  aCode,
  aDevice,
  ada,
  aFamily,
  aFlow,
  aGroup,
  aMessage,
  anAuthEvent,
  anEvent,
  aPasskey,
  aPool,
  aSession,
  aSigningKey,
  aUser,
  aVerificationCode,
  house,
  neighbour,
} from "../../test/sql/fixtures.ts";
import { aTerms, classic } from "../../test/sql/looks.ts";
import { temporaryFolder } from "../../test/sql/temporary-folder.ts";
import type { PoolId } from "../core/ids.ts";
import { clientId } from "../core/ids.ts";
import type { Tables } from "../core/tables.ts";
import { migrate } from "./migrate.ts";
import { poolTables } from "./schema.ts";
import { openSqlite } from "./sqlite.ts";
import { createStore } from "./store.ts";

async function open() {
  const statements: string[] = [];
  const database = openSqlite(join(temporaryFolder(), "poolhouse.db"), ({ query }) => {
    statements.push(query.sql);
  });
  onTestFinished(() => database.close());
  await migrate(database);
  return { database, store: createStore(database), statements };
}

const server = { poolId: house, identifier: "api", name: "API", scopes: [] };

async function furnish(tables: Tables, poolId: PoolId): Promise<void> {
  await tables.pools.insert(aPool({ poolId }));
  await tables.clients.insert(aClient({ poolId, clientId: clientId(`client-of-${poolId}`) }));
  await tables.resourceServers.insert({ ...server, poolId });
  await tables.brandings.insert({ ...classic, poolId }, {});
  await tables.terms.insert(aTerms({ poolId }));
  await tables.signingKeys.insert(aSigningKey({ poolId }));
  await tables.users.insert(aUser({ poolId }), [{ name: "ada", kind: "username" }]);
  await tables.groups.insert(aGroup({ poolId }));
  await tables.groups.addMember(poolId, "admins", ada);
  await tables.families.insert(aFamily({ poolId }));
  await tables.authorizationCodes.insert(aCode({ poolId }));
  await tables.browserSessions.insert(aSession({ poolId }));
  await tables.flows.insert(aFlow({ poolId }));
  await tables.singleUse.use(poolId, "session", 1);
  await tables.verificationCodes.put(aVerificationCode({ poolId }));
  await tables.devices.insert(aDevice({ poolId }));
  await tables.passkeys.insert(aPasskey({ poolId }));
  await tables.softwareTokens.putPending(poolId, ada, "sealed");
  await tables.attempts.count(poolId, ada, 1);
  await tables.quotas.count(poolId, ada, "code", 1, 1);
  await tables.authEvents.put(anAuthEvent({ poolId }));
  await tables.messages.insert(aMessage({ poolId }));
  await tables.events.insert(anEvent({ poolId }));
}

it("reads pools, clients, resource servers and keys once", async () => {
  const { store, statements } = await open();
  await store.write((tables) => furnish(tables, house));
  const id = clientId(`client-of-${house}`);
  const readAll = async () => [
    await store.read.pools.find(house),
    await store.read.clients.findAnywhere(id),
    await store.read.clients.find(house, id),
    await store.read.resourceServers.find(house, "api"),
    await store.read.resourceServers.list(house, { limit: 5 }),
    await store.read.resourceServers.count(house),
    await store.read.signingKeys.list(house),
  ];
  statements.length = 0;
  const first = await readAll();
  expect(statements).toHaveLength(4);
  expect(await readAll()).toEqual(first);
  expect(statements).toHaveLength(4);
});

it("shows a change to whoever asks after the write, and to nobody when it is undone", async () => {
  const { store } = await open();
  await store.write((tables) => furnish(tables, house));
  const id = clientId(`client-of-${house}`);
  const names = async () => [
    (await store.read.pools.find(house))?.modifiedAt,
    (await store.read.clients.findAnywhere(id))?.modifiedAt,
    (await store.read.resourceServers.find(house, "api"))?.name,
    (await store.read.signingKeys.list(house)).length,
  ];
  const change = async (tables: Tables) => {
    await tables.pools.update(aPool({ modifiedAt: 77 }));
    await tables.clients.update(aClient({ clientId: id, modifiedAt: 88 }));
    await tables.resourceServers.update({ ...server, name: "New" });
    await tables.signingKeys.insert(aSigningKey({ keyId: "key2" }));
  };
  expect(await names()).toEqual([2, 2, "API", 1]);
  await expect(
    store.write(async (tables) => {
      await change(tables);
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await names()).toEqual([2, 2, "API", 1]);
  await store.write(change);
  expect(await names()).toEqual([77, 88, "New", 2]);
  await store.write(async (tables) => {
    await tables.clients.delete(house, id);
    await tables.resourceServers.delete(house, "api");
    await tables.signingKeys.delete(house, "key2");
  });
  expect(await names()).toEqual([77, undefined, undefined, 1]);
});

it("does not put back what was read before a write that changed it", async () => {
  const { store } = await open();
  await store.write((tables) => furnish(tables, house));
  const write = store.write(async (tables) => {
    await tables.pools.update(aPool({ modifiedAt: 77 }));
    // Somebody reads while the change is not committed.
    return { before: await store.read.pools.find(house) };
  });
  expect((await write).before?.modifiedAt).toBe(2);
  expect((await store.read.pools.find(house))?.modifiedAt).toBe(77);
});

it("deletes a pool with everything in it, and leaves its neighbour alone", async () => {
  const { database, store } = await open();
  for (const each of [house, neighbour]) await store.write((tables) => furnish(tables, each));
  const id = clientId(`client-of-${house}`);
  expect((await store.read.clients.findAnywhere(id))?.poolId).toBe(house);

  expect(await store.write(({ pools }) => pools.delete(house))).toBe(true);
  expect(await store.write(({ pools }) => pools.delete(house))).toBe(false);

  for (const table of ["pools", ...poolTables] as const) {
    const rows = await database.reader.selectFrom(table).select("pool_id").distinct().execute();
    expect([table, rows]).toEqual([table, [{ pool_id: neighbour }]]);
  }
  expect(await store.read.pools.find(house)).toBeUndefined();
  expect(await store.read.clients.findAnywhere(id)).toBeUndefined();
  expect(await store.read.signingKeys.list(house)).toEqual([]);
  expect(await store.read.resourceServers.list(house, { limit: 5 })).toEqual([]);
});
