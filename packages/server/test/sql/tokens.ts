import { describe, expect, it } from "vitest";
import { clientId, familyId } from "../../src/core/ids.ts";
import type { Store } from "../../src/core/tables.ts";
import { ada, aFamily, aGroup, aSigningKey, aUser, ben, house, neighbour } from "./fixtures.ts";

const dayMs = 24 * 60 * 60 * 1000;

export function signingKeysSuite(open: () => Promise<Store>): void {
  describe("signing keys", () => {
    it("lists the keys of a pool by when they begin to sign", async () => {
      const store = await open();
      const late = aSigningKey({ keyId: "key0", activeFrom: 9, createdAt: 0 });
      await store.write(async ({ signingKeys }) => {
        await signingKeys.insert(late);
        await signingKeys.insert(aSigningKey());
        await signingKeys.insert(aSigningKey({ poolId: neighbour }));
      });
      expect(await store.read.signingKeys.list(house)).toEqual([aSigningKey(), late]);
      await store.write(({ signingKeys }) => signingKeys.delete(house, "key1"));
      expect(await store.read.signingKeys.list(house)).toEqual([late]);
      expect(await store.read.signingKeys.list(neighbour)).toHaveLength(1);
    });
  });
}

export function familiesSuite(open: () => Promise<Store>): void {
  describe("families", () => {
    const id = familyId("family1");

    it("gives back what was stored", async () => {
      const store = await open();
      await store.write(({ families }) => families.insert(aFamily()));
      expect(await store.read.families.find(house, ada, id)).toEqual(aFamily());
      expect(await store.read.families.find(house, ben, id)).toBeUndefined();
    });

    it("keeps optional values undefined", async () => {
      const store = await open();
      const bare = aFamily({
        deviceKey: undefined,
        sessionId: undefined,
        originSessionId: undefined,
        ipAddress: undefined,
      });
      await store.write(({ families }) => families.insert(bare));
      expect(await store.read.families.find(house, ada, id)).toEqual(bare);
    });

    it("finds a sign-in with its person and their groups, as of one moment", async () => {
      const store = await open();
      await store.write(async ({ families, groups, users }) => {
        await users.insert(aUser(), []);
        await users.insert(aUser({ sub: ben, username: "Ben" }), []);
        await users.insert(aUser({ poolId: neighbour }), []);
        await families.insert(aFamily());
        await families.insert(aFamily({ poolId: neighbour, clientId: clientId("another") }));
        for (const name of ["writers", "admins", "nobody's"]) await groups.insert(aGroup({ name }));
        for (const name of ["writers", "admins"]) await groups.addMember(house, name, ada);
      });
      const { findOfPerson } = store.read.families;
      expect(await findOfPerson(house, ada, id)).toEqual({
        user: aUser(),
        family: aFamily(),
        groups: [aGroup({ name: "admins" }), aGroup({ name: "writers" })],
      });
      expect(await findOfPerson(house, ada, familyId("unknown"))).toMatchObject({ family: undefined });
      const ofBen = { user: aUser({ sub: ben, username: "Ben" }), family: undefined, groups: [] };
      expect(await findOfPerson(house, ben, id)).toEqual(ofBen);
      expect(await findOfPerson(neighbour, ben, id)).toBeUndefined();
    });

    it("lists the living of a person, the least recently used first", async () => {
      const store = await open();
      const insert = { one: 5, two: 5, three: 4, ended: 1, expired: 1 };
      await store.write(async ({ families }) => {
        for (const [name, lastUsedAt] of Object.entries(insert)) {
          const expiresAt = name === "expired" ? 50 : 1000;
          await families.insert(aFamily({ familyId: familyId(name), lastUsedAt, expiresAt }));
        }
        await families.end(house, ada, familyId("ended"), "revoked", 40);
        await families.insert(aFamily({ sub: ben }));
        await families.insert(aFamily({ poolId: neighbour }));
      });
      const list = async () =>
        (await store.read.families.listLivingOfUser(house, ada, 50)).map((family) => family.familyId);
      expect(await list()).toEqual(["three", "one", "two"]);
      await store.write(({ families }) => families.touch(house, ada, familyId("three"), undefined, 60));
      expect(await list()).toEqual(["one", "two", "three"]);
    });

    it("is touched by a refresh, and keeps the last address that is known", async () => {
      const store = await open();
      await store.write(async ({ families }) => {
        await families.insert(aFamily());
        await families.insert(aFamily({ sub: ben }));
        await families.touch(house, ada, id, "192.0.2.2", 50);
      });
      const touched = aFamily({ lastUsedAt: 50, ipAddress: "192.0.2.2" });
      expect(await store.read.families.find(house, ada, id)).toEqual(touched);
      await store.write(({ families }) => families.touch(house, ada, id, undefined, 60));
      expect(await store.read.families.find(house, ada, id)).toEqual({ ...touched, lastUsedAt: 60 });
      expect(await store.read.families.find(house, ben, id)).toEqual(aFamily({ sub: ben }));
    });

    it("moves the generation on for one of fifty callers", async () => {
      const store = await open();
      const other = aFamily({ familyId: familyId("family2") });
      await store.write(async ({ families }) => {
        await families.insert(aFamily());
        await families.insert(other);
      });
      const rotate = () => store.write(({ families }) => families.rotate(house, ada, id, 0, 50));
      const answers = await Promise.all(Array.from({ length: 50 }, rotate));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await store.read.families.find(house, ada, id)).toEqual(
        aFamily({ generation: 1, rotatedAt: 50 }),
      );
      expect(await store.read.families.find(house, ada, familyId("family2"))).toEqual(other);
    });

    it("ends once, keeps the first reason, and rotates no more", async () => {
      const store = await open();
      await store.write(({ families }) => families.insert(aFamily()));
      expect(await store.write(({ families }) => families.end(house, ada, id, "revoked", 50))).toBe(true);
      expect(await store.write(({ families }) => families.end(house, ada, id, "signedOut", 60))).toBe(false);
      expect(await store.write(({ families }) => families.rotate(house, ada, id, 0, 70))).toBe(false);
      const ended = aFamily({ endedAt: 50, endReason: "revoked" });
      expect(await store.read.families.find(house, ada, id)).toEqual(ended);
    });

    it("does not rotate what has expired or is unknown", async () => {
      const store = await open();
      await store.write(({ families }) => families.insert(aFamily()));
      expect(await store.write(({ families }) => families.rotate(house, ada, id, 0, 1000))).toBe(false);
      expect(await store.write(({ families }) => families.rotate(house, ben, id, 0, 50))).toBe(false);
      expect(await store.write(({ families }) => families.end(house, ben, id, "revoked", 50))).toBe(false);
    });

    it("ends every living family of a person but one", async () => {
      const store = await open();
      const [two, three] = [familyId("family2"), familyId("family3")];
      await store.write(async ({ families }) => {
        for (const each of [id, two, three]) await families.insert(aFamily({ familyId: each }));
        await families.insert(aFamily({ sub: ben }));
        await families.end(house, ada, two, "revoked", 10);
        await families.endAllOfUser(house, ada, "signedOut", 20, three);
      });
      const reason = async (who: typeof ada, each: typeof id) =>
        (await store.read.families.find(house, who, each))?.endReason;
      const reasons = () =>
        Promise.all([reason(ada, id), reason(ada, two), reason(ada, three), reason(ben, id)]);
      expect(await reasons()).toEqual(["signedOut", "revoked", undefined, undefined]);
      await store.write(({ families }) => families.endAllOfUser(house, ada, "userDisabled", 30));
      expect(await reasons()).toEqual(["signedOut", "revoked", "userDisabled", undefined]);
    });

    it("is remembered until an access token from its last moment has expired", async () => {
      const store = await open();
      await store.write(({ families }) => families.insert(aFamily()));
      await store.write(({ families }) => families.prune(999 + dayMs, 99));
      expect(await store.read.families.find(house, ada, id)).toBeDefined();
      await store.write(({ families }) => families.prune(1000 + dayMs, 99));
      expect(await store.read.families.find(house, ada, id)).toBeUndefined();
    });
  });
}
