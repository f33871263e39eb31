import { describe, expect, it } from "vitest";
import type { AccessKey } from "../../src/core/access-keys/access-key.ts";
import { clientId, poolId } from "../../src/core/ids.ts";
import type { Store } from "../../src/core/tables.ts";
import { aClient, aPool, house, neighbour } from "./fixtures.ts";

export function poolsSuite(open: () => Promise<Store>): void {
  describe("pools", () => {
    it("gives back what was stored and updated", async () => {
      const store = await open();
      expect(await store.write(({ pools }) => pools.update(aPool()))).toBe(false);
      await store.write(({ pools }) => pools.insert(aPool()));
      expect(await store.read.pools.find(house)).toEqual(aPool());
      const changed = aPool({ settings: { Name: "New" }, hasEternalIdTokens: false, modifiedAt: 9 });
      expect(await store.write(({ pools }) => pools.update(changed))).toBe(true);
      expect(await store.read.pools.find(house)).toEqual(changed);
    });

    it("lists the pools of a region, or all, by id", async () => {
      const store = await open();
      const ids = ["us-east-1_b", "us-east-1_a", "us-east-10_c", "us-east-1", "eu-west-1_d"];
      await store.write(async ({ pools }) => {
        for (const id of ids) await pools.insert(aPool({ poolId: poolId(id) }));
      });
      const list = async (region: string | undefined, page: { limit: number; after?: string }) =>
        (await store.read.pools.list(region, page)).map((pool) => pool.poolId);
      expect(await list("us-east-1", { limit: 9 })).toEqual(["us-east-1_a", "us-east-1_b"]);
      expect(await list("us-east-1", { limit: 9, after: "us-east-1_a" })).toEqual(["us-east-1_b"]);
      expect(await list(undefined, { limit: 2 })).toEqual(["eu-west-1_d", "us-east-1"]);
    });
  });
}

export function clientsSuite(open: () => Promise<Store>): void {
  describe("clients", () => {
    it("gives back what was stored, in its pool and by its id alone", async () => {
      const store = await open();
      await store.write(async ({ clients }) => {
        await clients.insert(aClient({ clientId: clientId("client0") }));
        await clients.insert(aClient());
      });
      expect(await store.read.clients.find(house, aClient().clientId)).toEqual(aClient());
      expect(await store.read.clients.findAnywhere(aClient().clientId)).toEqual(aClient());
      expect(await store.read.clients.find(neighbour, aClient().clientId)).toBeUndefined();
    });

    it("refuses an id that any pool has", async () => {
      const store = await open();
      await store.write(({ clients }) => clients.insert(aClient()));
      await expect(
        store.write(({ clients }) => clients.insert(aClient({ poolId: neighbour }))),
      ).rejects.toThrow();
    });

    it("updates and deletes one client alone, in its own pool only", async () => {
      const store = await open();
      const changed = aClient({ secrets: [], modifiedAt: 9 });
      const other = aClient({ clientId: clientId("client0") });
      await store.write(async ({ clients }) => {
        await clients.insert(aClient());
        await clients.insert(other);
      });
      expect(await store.write(({ clients }) => clients.update({ ...changed, poolId: neighbour }))).toBe(
        false,
      );
      expect(await store.write(({ clients }) => clients.update(changed))).toBe(true);
      expect(await store.write(({ clients }) => clients.find(house, changed.clientId))).toEqual(changed);
      expect(await store.read.clients.find(house, changed.clientId)).toEqual(changed);
      expect(await store.write(({ clients }) => clients.delete(neighbour, changed.clientId))).toBe(false);
      expect(await store.write(({ clients }) => clients.delete(house, changed.clientId))).toBe(true);
      expect(await store.read.clients.findAnywhere(changed.clientId)).toBeUndefined();
      expect(await store.read.clients.find(house, other.clientId)).toEqual(other);
    });

    it("pages by client id", async () => {
      const store = await open();
      await store.write(async ({ clients }) => {
        for (const id of ["c", "a", "b"]) await clients.insert(aClient({ clientId: clientId(id) }));
      });
      const list = async (page: { limit: number; after?: string }) =>
        (await store.read.clients.list(house, page)).map((client) => client.clientId).join("");
      expect(await list({ limit: 2 })).toBe("ab");
      expect(await list({ limit: 2, after: "b" })).toBe("c");
    });
  });
}

export function resourceServersSuite(open: () => Promise<Store>): void {
  describe("resource servers", () => {
    const server = (identifier: string, name = "API") => ({
      poolId: house,
      identifier,
      name,
      scopes: [{ ScopeName: "read", ScopeDescription: "Reads" }],
    });

    it("gives back what was stored, and refuses a taken identifier", async () => {
      const store = await open();
      expect(await store.write(({ resourceServers }) => resourceServers.insert(server("api")))).toBe(true);
      expect(await store.write(({ resourceServers }) => resourceServers.insert(server("api", "B")))).toBe(
        false,
      );
      expect(await store.read.resourceServers.find(house, "api")).toEqual(server("api"));
      expect(await store.read.resourceServers.find(neighbour, "api")).toBeUndefined();
    });

    it("updates, counts, pages and deletes", async () => {
      const store = await open();
      await store.write(async ({ resourceServers }) => {
        for (const each of ["c", "a", "b"]) await resourceServers.insert(server(each));
      });
      const list = async (page: { limit: number; after?: string }) =>
        (await store.read.resourceServers.list(house, page)).map(({ identifier }) => identifier).join("");
      expect(await list({ limit: 2 })).toBe("ab");
      expect(await list({ limit: 2, after: "b" })).toBe("c");
      expect(await store.write(({ resourceServers }) => resourceServers.update(server("a", "New")))).toBe(
        true,
      );
      expect(await store.write(({ resourceServers }) => resourceServers.update(server("x")))).toBe(false);
      expect((await store.read.resourceServers.find(house, "a"))?.name).toBe("New");
      expect(await store.write(({ resourceServers }) => resourceServers.delete(house, "a"))).toBe(true);
      expect(await store.write(({ resourceServers }) => resourceServers.delete(house, "a"))).toBe(false);
      expect(await store.read.resourceServers.count(house)).toBe(2);
    });

    it("pages and counts inside a write as outside", async () => {
      const store = await open();
      const seen = await store.write(async ({ resourceServers }) => {
        for (const each of ["c", "b", "a"]) await resourceServers.insert(server(each));
        const page = await resourceServers.list(house, { limit: 1, after: "a" });
        return [page, await resourceServers.count(house), await resourceServers.find(house, "b")];
      });
      expect(seen).toEqual([[server("b")], 3, server("b")]);
    });
  });
}

export function accessKeysSuite(open: () => Promise<Store>): void {
  describe("access keys", () => {
    it("gives back every scope, lists and deletes", async () => {
      const store = await open();
      const key = (accessKeyId: string, scope: AccessKey["scope"]): AccessKey => ({
        accessKeyId,
        scope,
        sealedSecret: "sealed",
        description: "CI",
        createdAt: 1,
      });
      const keys = [
        key("A", { kind: "ALL" }),
        key("B", { kind: "READ_ONLY" }),
        key("C", { kind: "POOL", poolId: house }),
      ];
      await store.write(async ({ accessKeys }) => {
        for (const each of keys) await accessKeys.insert(each);
      });
      expect(await store.read.accessKeys.list()).toEqual(keys);
      expect(await store.read.accessKeys.find("C")).toEqual(keys[2]);
      expect(await store.write(({ accessKeys }) => accessKeys.delete("C"))).toBe(true);
      expect(await store.write(({ accessKeys }) => accessKeys.delete("C"))).toBe(false);
      expect(await store.read.accessKeys.list()).toEqual(keys.slice(0, 2));
    });
  });
}
