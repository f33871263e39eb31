import { describe, expect, it } from "vitest";
import type { AccessKey } from "../../src/core/access-keys/access-key.ts";
import { clientId } from "../../src/core/ids.ts";
import type { SealedPlace, SealedText } from "../../src/core/sealing/sealed-text.ts";
import type { Store } from "../../src/core/tables.ts";
import { aClient, aDevice, ada, aMessage, aPool, aSigningKey, aUser, ben, house } from "./fixtures.ts";

export function sealedSuite(open: () => Promise<Store>): void {
  describe("sealed texts", () => {
    it("finds and replaces the text of every place, in its row alone", async () => {
      const store = await open();
      await insertOneOfEach(store);
      const found: SealedText[] = [];
      for (const place of everyPlace) {
        const texts = await store.read.sealed.list(place, undefined, 10);
        expect(texts.map(({ text }) => text)).toEqual([expect.stringContaining("sealed")]);
        found.push(...texts);
      }
      for (const text of found) {
        expect(await store.write(({ sealed }) => sealed.replace(text, `${text.place} anew`))).toBe(true);
        // Somebody else was there first.
        expect(await store.write(({ sealed }) => sealed.replace(text, "late"))).toBe(false);
        expect(await store.read.sealed.list(text.place, undefined, 10)).toEqual([
          { ...text, text: `${text.place} anew` },
        ]);
        expect(await store.read.sealed.list(text.place, text.key, 10)).toEqual([]);
      }
      expect(await store.read.accessKeys.find(accessKey.accessKeyId)).toEqual({
        ...accessKey,
        sealedSecret: "accessKeys anew",
      });
      expect(await store.read.devices.find(house, ada, aDevice().deviceKey)).toEqual(
        aDevice({ sealedVerifier: "devices anew" }),
      );
      expect(await store.read.softwareTokens.find(house, ben)).toMatchObject({
        sealedPendingSecret: "pendingSoftwareTokens anew",
      });
    });

    it("pages by the whole key", async () => {
      const store = await open();
      await store.write(async ({ clients, users }) => {
        await users.insert(aUser(), []);
        for (const id of ["b", "a", "c"]) await clients.insert(aClient({ clientId: clientId(id) }));
      });
      const list = async (after: readonly string[] | undefined, limit: number) =>
        (await store.read.sealed.list("clients", after, limit)).map(({ key }) => key.join(" "));
      expect(await list(undefined, 2)).toEqual([`${house} a`, `${house} b`]);
      expect(await list([house, "b"], 2)).toEqual([`${house} c`]);
      expect(await list(["zz", ""], 2)).toEqual([]);
    });

    it("serves a client as it is once its secrets are replaced", async () => {
      const store = await open();
      await store.write(({ clients }) => clients.insert(aClient()));
      const { clientId: id } = aClient();
      const [old] = await store.read.sealed.list("clients", undefined, 1);
      if (old === undefined) throw new Error("there is no client");
      expect((await store.read.clients.find(house, id))?.secrets).toMatchObject([{ sealedSecret: "sealed" }]);
      const text = old.text.replace('"sealed"', '"anew"');
      await store.write(({ sealed }) => sealed.replace(old, text));
      expect((await store.read.clients.find(house, id))?.secrets).toMatchObject([{ sealedSecret: "anew" }]);
    });

    it("changes the check from what it was, and keeps an integrity key for each master key", async () => {
      const store = await open();
      expect(await store.read.sealed.findCheck()).toBeUndefined();
      expect(await store.write(({ sealed }) => sealed.replaceCheck("none", "new"))).toBe(false);
      expect(await store.read.sealed.listIntegrityKeys()).toEqual(new Map());
      await store.write(async ({ sealed }) => {
        await sealed.putIntegrityKey("11111111", "one");
        await sealed.putIntegrityKey("22222222", "two");
        await sealed.putIntegrityKey("11111111", "one anew");
      });
      expect(await store.read.sealed.listIntegrityKeys()).toEqual(
        new Map([
          ["11111111", "one anew"],
          ["22222222", "two"],
        ]),
      );
    });
  });
}

const everyPlace = Object.keys({
  accessKeys: true,
  clients: true,
  devices: true,
  messages: true,
  passwordVerifiers: true,
  pendingSoftwareTokens: true,
  signingKeys: true,
  softwareTokens: true,
  triggerTargets: true,
} satisfies Record<SealedPlace, true>) as SealedPlace[];

const accessKey: AccessKey = {
  accessKeyId: "AKIA1",
  sealedSecret: "sealed",
  scope: { kind: "POOL", poolId: house },
  description: "",
  createdAt: 1,
};

/** Ada has an authenticator app, and Ben is setting one up. */
async function insertOneOfEach(store: Store): Promise<void> {
  await store.write(async (tables) => {
    await tables.accessKeys.insert(accessKey);
    await tables.pools.insert(aPool());
    await tables.clients.insert(aClient());
    await tables.signingKeys.insert(aSigningKey());
    await tables.users.insert(aUser(), []);
    await tables.devices.insert(aDevice());
    await tables.messages.insert(aMessage());
    await tables.softwareTokens.putPending(house, ada, "sealed secret");
    await tables.softwareTokens.confirm(house, ada, "sealed secret", "phone", 1);
    await tables.softwareTokens.putPending(house, ben, "sealed pending secret");
  });
}
