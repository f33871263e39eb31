import { describe, expect, it } from "vitest";
import { deviceKey } from "../../src/core/ids.ts";
import type { Store } from "../../src/core/tables.ts";
import { aDevice, ada, aPasskey, ben, house, neighbour } from "./fixtures.ts";
import { winners } from "./race.ts";

export function devicesSuite(open: () => Promise<Store>): void {
  describe("devices", () => {
    const { deviceKey: key } = aDevice();

    it("gives back what was stored, to its person alone", async () => {
      const store = await open();
      const bareKey = deviceKey("us-east-1_bare");
      const bare = aDevice({
        deviceKey: bareKey,
        name: undefined,
        waitingSession: undefined,
        lastIpAddress: undefined,
        isRemembered: false,
      });
      await store.write(async ({ devices }) => {
        await devices.insert(aDevice());
        await devices.insert(bare);
      });
      expect(await store.read.devices.find(house, ada, key)).toEqual(aDevice());
      expect(await store.read.devices.find(house, ada, bareKey)).toEqual(bare);
      expect(await store.read.devices.find(house, ben, key)).toBeUndefined();
      expect(await store.read.devices.find(neighbour, ada, key)).toBeUndefined();
    });

    it("lets one of fifty callers confirm a device, and each person have it", async () => {
      const store = await open();
      expect(await winners(store, ({ devices }) => devices.insert(aDevice()))).toBe(1);
      expect(await winners(store, ({ devices }) => devices.insert(aDevice({ sub: ben })))).toBe(1);
    });

    it("pages by device key", async () => {
      const store = await open();
      await store.write(async ({ devices }) => {
        for (const each of ["c", "a", "b"]) await devices.insert(aDevice({ deviceKey: deviceKey(each) }));
        await devices.insert(aDevice({ sub: ben }));
      });
      const list = async (page: { limit: number; after?: string }) =>
        (await store.read.devices.listOfUser(house, ada, page)).map((device) => device.deviceKey).join("");
      expect(await list({ limit: 2 })).toBe("ab");
      expect(await list({ limit: 2, after: "b" })).toBe("c");
    });

    it("changes what is remembered and when it was used, of one device", async () => {
      const store = await open();
      await store.write(async ({ devices }) => {
        await devices.insert(aDevice());
        await devices.insert(aDevice({ sub: ben }));
      });
      const write = (who: typeof ada) =>
        store.write(async ({ devices }) => [
          await devices.setRemembered(house, who, key, false, 50),
          await devices.touch(house, who, key, "192.0.2.2", 60),
          await devices.wait(house, who, key, "newer session"),
        ]);
      expect(await write(ada)).toEqual([true, true, true]);
      const changed = aDevice({
        waitingSession: "newer session",
        isRemembered: false,
        modifiedAt: 50,
        lastIpAddress: "192.0.2.2",
        lastAuthenticatedAt: 60,
      });
      expect(await store.read.devices.find(house, ada, key)).toEqual(changed);
      expect(await store.read.devices.find(house, ben, key)).toEqual(aDevice({ sub: ben }));
      // Somebody who has no such device.
      const unknown = deviceKey("us-east-1_other");
      const answers = await store.write(async ({ devices }) => [
        await devices.setRemembered(house, ada, unknown, false, 50),
        await devices.touch(house, ada, unknown, undefined, 60),
        await devices.wait(house, ada, unknown, "session"),
        await devices.delete(house, ada, unknown),
      ]);
      expect(answers).toEqual([false, false, false, false]);
    });

    it("keeps the last address that is known", async () => {
      const store = await open();
      await store.write(async ({ devices }) => {
        await devices.insert(aDevice());
        await devices.touch(house, ada, key, undefined, 60);
      });
      expect(await store.read.devices.find(house, ada, key)).toEqual(aDevice({ lastAuthenticatedAt: 60 }));
    });

    it("is forgotten once", async () => {
      const store = await open();
      await store.write(async ({ devices }) => {
        await devices.insert(aDevice());
        await devices.insert(aDevice({ sub: ben }));
      });
      expect(await winners(store, ({ devices }) => devices.delete(house, ada, key))).toBe(1);
      expect(await store.read.devices.find(house, ada, key)).toBeUndefined();
      expect(await store.read.devices.find(house, ben, key)).toEqual(aDevice({ sub: ben }));
    });
  });
}

export function passkeysSuite(open: () => Promise<Store>): void {
  describe("passkeys", () => {
    it("gives back what was stored, to its person alone", async () => {
      const store = await open();
      const bare = aPasskey({
        credentialId: "bare",
        attachment: undefined,
        transports: [],
        isBackedUp: false,
        lastUsedAt: undefined,
      });
      await store.write(async ({ passkeys }) => {
        await passkeys.insert(aPasskey());
        await passkeys.insert(bare);
      });
      expect(await store.read.passkeys.find(house, ada, "credential1")).toEqual(aPasskey());
      expect(await store.read.passkeys.find(house, ada, "bare")).toEqual(bare);
      expect(await store.read.passkeys.find(house, ada, "another")).toBeUndefined();
      expect(await store.read.passkeys.find(house, ben, "credential1")).toBeUndefined();
      expect(await store.read.passkeys.find(neighbour, ada, "credential1")).toBeUndefined();
    });

    it("lets one of fifty callers register a credential, whoever they are", async () => {
      const store = await open();
      expect(await winners(store, ({ passkeys }) => passkeys.insert(aPasskey()))).toBe(1);
      expect(await winners(store, ({ passkeys }) => passkeys.insert(aPasskey({ sub: ben })))).toBe(0);
      expect(await store.read.passkeys.find(house, ben, "credential1")).toBeUndefined();
      expect(await winners(store, ({ passkeys }) => passkeys.insert(aPasskey({ poolId: neighbour })))).toBe(
        1,
      );
    });

    it("lists the oldest of a person first", async () => {
      const store = await open();
      const times = { c: 2, b: 1, a: 2 };
      await store.write(async ({ passkeys }) => {
        for (const [credentialId, createdAt] of Object.entries(times)) {
          await passkeys.insert(aPasskey({ credentialId, createdAt }));
        }
        await passkeys.insert(aPasskey({ sub: ben }));
      });
      const keys = await store.read.passkeys.listOfUser(house, ada);
      expect(keys.map(({ credentialId }) => credentialId)).toEqual(["b", "a", "c"]);
    });

    it("moves a counter that counts forward only, for one of fifty callers", async () => {
      const store = await open();
      const other = aPasskey({ credentialId: "another", counter: 7 });
      await store.write(async ({ passkeys }) => {
        await passkeys.insert(aPasskey({ counter: 7 }));
        await passkeys.insert(other);
      });
      const use = (counter: number) =>
        winners(store, ({ passkeys }) => passkeys.use(house, ada, "credential1", counter, 50));
      expect([await use(0), await use(6), await use(7), await use(8), await use(20)]).toEqual([
        0, 0, 0, 1, 1,
      ]);
      expect(await store.read.passkeys.find(house, ada, "credential1")).toEqual(
        aPasskey({ counter: 20, lastUsedAt: 50 }),
      );
      expect(await store.read.passkeys.find(house, ada, "another")).toEqual(other);
    });

    it("lets a passkey that does not count be used again and again, until it counts", async () => {
      const store = await open();
      await store.write(({ passkeys }) => passkeys.insert(aPasskey({ counter: 0 })));
      const use = (counter: number) =>
        winners(store, ({ passkeys }) => passkeys.use(house, ada, "credential1", counter, 50));
      expect([await use(0), await use(1), await use(0)]).toEqual([50, 1, 0]);
    });

    it("is renamed by its person alone, and stays the same otherwise", async () => {
      const store = await open();
      const other = aPasskey({ credentialId: "another" });
      await store.write(async ({ passkeys }) => {
        await passkeys.insert(aPasskey());
        await passkeys.insert(other);
      });
      const rename = (who: typeof ada, pool = house) =>
        store.write(({ passkeys }) => passkeys.rename(pool, who, "credential1", "Telephone"));
      expect([await rename(ben), await rename(ada, neighbour), await rename(ada)]).toEqual([
        false,
        false,
        true,
      ]);
      expect(await store.read.passkeys.find(house, ada, "credential1")).toEqual(
        aPasskey({ friendlyName: "Telephone" }),
      );
      expect(await store.read.passkeys.find(house, ada, "another")).toEqual(other);
    });

    it("is used and deleted by its person alone, and deleted once", async () => {
      const store = await open();
      const other = aPasskey({ credentialId: "another" });
      await store.write(async ({ passkeys }) => {
        await passkeys.insert(aPasskey());
        await passkeys.insert(other);
      });
      const remove = (who: typeof ada) =>
        winners(store, ({ passkeys }) => passkeys.delete(house, who, "credential1"));
      expect(await winners(store, ({ passkeys }) => passkeys.use(house, ben, "credential1", 99, 50))).toBe(0);
      expect([await remove(ben), await remove(ada)]).toEqual([0, 1]);
      expect(await winners(store, ({ passkeys }) => passkeys.use(house, ada, "credential1", 99, 50))).toBe(0);
      expect(await store.read.passkeys.listOfUser(house, ada)).toEqual([other]);
    });
  });
}

export function softwareTokensSuite(open: () => Promise<Store>): void {
  describe("software tokens", () => {
    const find = (store: Store) => store.read.softwareTokens.find(house, ada);
    const confirm = (store: Store, secret: string, name: string | undefined, step: number) =>
      winners(store, ({ softwareTokens }) => softwareTokens.confirm(house, ada, secret, name, step));
    const useStep = (store: Store, step: number) =>
      winners(store, ({ softwareTokens }) => softwareTokens.useStep(house, ada, step));

    it("keeps a new secret apart until a code has proved it", async () => {
      const store = await open();
      await store.write(({ softwareTokens }) => softwareTokens.putPending(house, ada, "first"));
      const pending = {
        poolId: house,
        sub: ada,
        sealedSecret: undefined,
        friendlyName: undefined,
        lastStep: 0,
      };
      expect(await find(store)).toEqual({ ...pending, sealedPendingSecret: "first" });
      await confirm(store, "first", "Telephone", 5);
      const token = { ...pending, sealedSecret: "first", friendlyName: "Telephone", lastStep: 5 };
      expect(await find(store)).toEqual({ ...token, sealedPendingSecret: undefined });
      await store.write(({ softwareTokens }) => softwareTokens.putPending(house, ada, "second"));
      expect(await find(store)).toEqual({ ...token, sealedPendingSecret: "second" });
      await confirm(store, "second", undefined, 4);
      const renewed = { ...pending, sealedSecret: "second", lastStep: 4, sealedPendingSecret: undefined };
      expect(await find(store)).toEqual(renewed);
      expect(await store.read.softwareTokens.find(house, ben)).toBeUndefined();
      expect(await store.read.softwareTokens.find(neighbour, ada)).toBeUndefined();
    });

    it("lets one of fifty callers confirm a secret, and only the latest", async () => {
      const store = await open();
      await store.write(async ({ softwareTokens }) => {
        await softwareTokens.putPending(house, ada, "old");
        await softwareTokens.putPending(house, ada, "new");
        await softwareTokens.putPending(house, ben, "new");
      });
      expect(await confirm(store, "old", undefined, 5)).toBe(0);
      expect(await confirm(store, "new", undefined, 5)).toBe(1);
      expect((await store.read.softwareTokens.find(house, ben))?.sealedSecret).toBeUndefined();
    });

    it("AC-06 lets one of fifty callers use a time step, and none an earlier one", async () => {
      const store = await open();
      await store.write(({ softwareTokens }) => softwareTokens.putPending(house, ada, "secret"));
      expect(await useStep(store, 5)).toBe(0);
      await confirm(store, "secret", undefined, 5);
      expect([await useStep(store, 4), await useStep(store, 5)]).toEqual([0, 0]);
      expect([await useStep(store, 7), await useStep(store, 6), await useStep(store, 8)]).toEqual([1, 0, 1]);
      expect(await winners(store, (tables) => tables.softwareTokens.useStep(house, ben, 9))).toBe(0);
    });

    it("is deleted once, and not before it is verified", async () => {
      const store = await open();
      await store.write(async ({ softwareTokens }) => {
        await softwareTokens.putPending(house, ada, "secret");
        await softwareTokens.putPending(house, ben, "secret");
        await softwareTokens.confirm(house, ben, "secret", undefined, 5);
      });
      const remove = () => winners(store, ({ softwareTokens }) => softwareTokens.delete(house, ada));
      expect(await remove()).toBe(0);
      await confirm(store, "secret", undefined, 5);
      expect(await remove()).toBe(1);
      expect(await find(store)).toBeUndefined();
      expect(await store.read.softwareTokens.find(house, ben)).toBeDefined();
    });
  });
}
