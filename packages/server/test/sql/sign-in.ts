import { describe, expect, it } from "vitest";
import type { Store, Tables } from "../../src/core/tables.ts";
import { aCode, ada, aFlow, aSession, aVerificationCode, ben, house, neighbour } from "./fixtures.ts";
import { winners } from "./race.ts";

const dayMs = 24 * 60 * 60 * 1000;

export function authorizationCodesSuite(open: () => Promise<Store>): void {
  describe("authorization codes", () => {
    it("gives back what was stored, used or not", async () => {
      const store = await open();
      const bare = aCode({
        codeHash: "code2",
        nonce: undefined,
        codeChallenge: undefined,
        eventId: undefined,
        originSessionId: undefined,
      });
      await store.write(async ({ authorizationCodes }) => {
        await authorizationCodes.insert(aCode());
        await authorizationCodes.insert(bare);
        await authorizationCodes.use(house, "code1", 5);
      });
      expect(await store.read.authorizationCodes.find(house, "code1")).toEqual(aCode());
      expect(await store.read.authorizationCodes.find(house, "code2")).toEqual(bare);
      expect(await store.read.authorizationCodes.find(neighbour, "code1")).toBeUndefined();
    });

    it("TK-01 lets one of fifty callers use a code", async () => {
      const store = await open();
      await store.write(({ authorizationCodes }) => authorizationCodes.insert(aCode()));
      expect(
        await winners(store, ({ authorizationCodes }) => authorizationCodes.use(house, "code1", 5)),
      ).toBe(1);
      expect(
        await winners(store, ({ authorizationCodes }) => authorizationCodes.use(house, "other", 5)),
      ).toBe(0);
    });

    it("lets a code be used again when the use was undone", async () => {
      const store = await open();
      await store.write(({ authorizationCodes }) => authorizationCodes.insert(aCode()));
      const undone = store.write(async ({ authorizationCodes }) => {
        await authorizationCodes.use(house, "code1", 5);
        throw new Error("changed my mind");
      });
      await expect(undone).rejects.toThrow("changed my mind");
      expect(
        await winners(store, ({ authorizationCodes }) => authorizationCodes.use(house, "code1", 6)),
      ).toBe(1);
    });

    it("RT-08 uses up every code of one person, and nobody else's", async () => {
      const store = await open();
      const codes = [
        aCode(),
        aCode({ codeHash: "code2" }),
        aCode({ codeHash: "ben's", sub: ben }),
        aCode({ poolId: neighbour }),
      ];
      await store.write(async ({ authorizationCodes }) => {
        for (const code of codes) await authorizationCodes.insert(code);
        await authorizationCodes.useAllOfUser(house, ada, 5);
      });
      const isLeft = ({ poolId, codeHash }: (typeof codes)[number]) =>
        store.write(({ authorizationCodes }) => authorizationCodes.use(poolId, codeHash, 6));
      const left: boolean[] = [];
      for (const code of codes) left.push(await isLeft(code));
      expect(left).toEqual([false, false, true, true]);
    });

    it("remembers a code for a day after its expiry", async () => {
      const store = await open();
      await store.write(({ authorizationCodes }) => authorizationCodes.insert(aCode({ expiresAt: 100 })));
      await store.write(({ authorizationCodes }) => authorizationCodes.prune(99 + dayMs, 99));
      expect(await store.read.authorizationCodes.find(house, "code1")).toBeDefined();
      await store.write(({ authorizationCodes }) => authorizationCodes.prune(100 + dayMs, 99));
      expect(await store.read.authorizationCodes.find(house, "code1")).toBeUndefined();
    });
  });
}

export function singleUseSuite(open: () => Promise<Store>): void {
  describe("single use", () => {
    it("lets one of fifty callers be the first, in each pool", async () => {
      const store = await open();
      expect(await winners(store, ({ singleUse }) => singleUse.use(house, "session", 100))).toBe(1);
      expect(await winners(store, ({ singleUse }) => singleUse.use(neighbour, "session", 100))).toBe(1);
    });

    it("forgets what has expired and nothing else", async () => {
      const store = await open();
      await store.write(({ singleUse }) => singleUse.use(house, "session", 100));
      await store.write(({ singleUse }) => singleUse.prune(99, 99));
      expect(await store.write(({ singleUse }) => singleUse.use(house, "session", 100))).toBe(false);
      await store.write(({ singleUse }) => singleUse.prune(100, 99));
      expect(await store.write(({ singleUse }) => singleUse.use(house, "session", 100))).toBe(true);
    });
  });
}

export function flowsSuite(open: () => Promise<Store>): void {
  describe("flows", () => {
    const other = aFlow({ flowId: "flow2" });
    const insertBoth = async ({ flows }: Tables): Promise<void> => {
      await flows.insert(aFlow());
      await flows.insert(other);
    };

    it("moves on from the version that was read, for one of fifty callers", async () => {
      const store = await open();
      await store.write(insertBoth);
      expect(await store.read.flows.find(house, "flow1")).toEqual(aFlow());
      expect(await winners(store, ({ flows }) => flows.advance(aFlow(), "next"))).toBe(1);
      expect(await store.read.flows.find(house, "flow1")).toEqual(aFlow({ state: "next", version: 2 }));
      expect(await store.read.flows.find(house, "flow2")).toEqual(other);
    });

    it("ends for one of fifty callers, and only from the version they saw", async () => {
      const store = await open();
      await store.write(insertBoth);
      expect(await winners(store, ({ flows }) => flows.finish(house, "flow1", 2))).toBe(0);
      expect(await winners(store, ({ flows }) => flows.finish(house, "flow1", 1))).toBe(1);
      expect(await store.read.flows.find(house, "flow1")).toBeUndefined();
      expect(await store.read.flows.find(house, "flow2")).toEqual(other);
    });

    it("goes when it has expired", async () => {
      const store = await open();
      await store.write(({ flows }) => flows.insert(aFlow()));
      await store.write(({ flows }) => flows.prune(99, 99));
      expect(await store.read.flows.find(house, "flow1")).toBeDefined();
      await store.write(({ flows }) => flows.prune(100, 99));
      expect(await store.read.flows.find(house, "flow1")).toBeUndefined();
    });
  });
}

export function browserSessionsSuite(open: () => Promise<Store>): void {
  describe("browser sessions", () => {
    it("CK-08 finds a session until it expires, and no longer", async () => {
      const store = await open();
      await store.write(({ browserSessions }) => browserSessions.insert(aSession()));
      expect(await store.read.browserSessions.find(house, "session1", 99)).toEqual(aSession());
      expect(await store.read.browserSessions.find(house, "session1", 100)).toBeUndefined();
      expect(await store.read.browserSessions.find(neighbour, "session1", 99)).toBeUndefined();
    });

    it("lists the living sessions of one person, the oldest first", async () => {
      const store = await open();
      const bare = aSession({
        sessionHash: "bare",
        sessionId: undefined,
        ipAddress: undefined,
        authenticatedAt: 0,
      });
      await store.write(async ({ browserSessions }) => {
        for (const each of [aSession(), bare, aSession({ sessionHash: "over", expiresAt: 50 })]) {
          await browserSessions.insert(each);
        }
        await browserSessions.insert(aSession({ sessionHash: "ben", sub: ben }));
        await browserSessions.insert(aSession({ poolId: neighbour }));
      });
      expect(await store.read.browserSessions.listOfUser(house, ada, 50)).toEqual([bare, aSession()]);
      expect(await store.read.browserSessions.listOfUser(house, ada, 100)).toEqual([]);
    });

    it("CK-08 notes that a session was used, the latest time, and leaves its end where it is", async () => {
      const store = await open();
      const touch = (hash: string, at: number) =>
        store.write(({ browserSessions }) => browserSessions.touch(house, hash, at));
      await store.write(({ browserSessions }) => browserSessions.insert(aSession()));
      for (const at of [50, 40]) await touch("session1", at);
      await touch("nobody's", 60);
      expect(await store.read.browserSessions.find(house, "session1", 99)).toEqual(
        aSession({ lastUsedAt: 50 }),
      );
    });

    it("prunes no more than it is told to at once, and says how many", async () => {
      const store = await open();
      await store.write(async ({ browserSessions }) => {
        for (const sessionHash of ["a", "b", "c"]) await browserSessions.insert(aSession({ sessionHash }));
        await browserSessions.insert(aSession({ sessionHash: "late", expiresAt: 200 }));
      });
      const prune = () => store.write(({ browserSessions }) => browserSessions.prune(100, 2));
      expect([await prune(), await prune(), await prune()]).toEqual([2, 1, 0]);
      expect(await store.read.browserSessions.find(house, "late", 0)).toBeDefined();
    });

    it("ends one session, all of one person, and those that expired", async () => {
      const store = await open();
      await store.write(async ({ browserSessions }) => {
        await browserSessions.insert(aSession({ sessionHash: "one" }));
        await browserSessions.insert(aSession({ sessionHash: "two" }));
        await browserSessions.insert(aSession({ sessionHash: "late", sub: ben, expiresAt: 200 }));
        await browserSessions.insert(aSession({ sessionHash: "soon", sub: ben }));
      });
      const living = async () => {
        const hashes = ["one", "two", "late", "soon"];
        const found = hashes.map((each) => store.read.browserSessions.find(house, each, 0));
        return (await Promise.all(found)).map((session) => session?.sessionHash).filter((hash) => hash);
      };
      await store.write(({ browserSessions }) => browserSessions.delete(house, "one"));
      expect(await living()).toEqual(["two", "late", "soon"]);
      await store.write(({ browserSessions }) => browserSessions.deleteAllOfUser(house, ada));
      expect(await living()).toEqual(["late", "soon"]);
      await store.write(({ browserSessions }) => browserSessions.prune(100, 99));
      expect(await living()).toEqual(["late"]);
    });
  });
}

export function verificationCodesSuite(open: () => Promise<Store>): void {
  describe("verification codes", () => {
    const find = (store: Store, purpose = "verify:email") =>
      store.read.verificationCodes.find(house, ada, purpose);

    it("gives back what was stored, expired or not", async () => {
      const store = await open();
      const bare = aVerificationCode({ purpose: "resetPassword", sealedAddress: undefined, expiresAt: 0 });
      await store.write(async ({ verificationCodes }) => {
        await verificationCodes.put(aVerificationCode());
        await verificationCodes.put(bare);
      });
      expect(await find(store)).toEqual(aVerificationCode());
      expect(await find(store, "resetPassword")).toEqual(bare);
      expect(await store.read.verificationCodes.find(house, ben, "verify:email")).toBeUndefined();
      expect(await store.read.verificationCodes.find(neighbour, ada, "verify:email")).toBeUndefined();
    });

    it("takes a new code in place of the old one of the same purpose", async () => {
      const store = await open();
      const other = aVerificationCode({ purpose: "resetPassword" });
      const renewed = aVerificationCode({ codeHash: "new", sealedAddress: undefined, expiresAt: 200 });
      await store.write(async ({ verificationCodes }) => {
        for (const each of [aVerificationCode(), other, renewed]) await verificationCodes.put(each);
      });
      expect(await find(store)).toEqual(renewed);
      expect(await find(store, "resetPassword")).toEqual(other);
      expect(
        await winners(store, (tables) => tables.verificationCodes.use(house, ada, "verify:email", "hash")),
      ).toBe(0);
    });

    it("lets one of fifty callers use a code, and only the right one", async () => {
      const store = await open();
      const use = (codeHash: string) =>
        winners(store, (tables) => tables.verificationCodes.use(house, ada, "verify:email", codeHash));
      await store.write(({ verificationCodes }) => verificationCodes.put(aVerificationCode()));
      await store.write(({ verificationCodes }) => verificationCodes.put(aVerificationCode({ sub: ben })));
      expect(await use("other")).toBe(0);
      expect(await use("hash")).toBe(1);
      expect(await find(store)).toBeUndefined();
      expect(await store.read.verificationCodes.find(house, ben, "verify:email")).toBeDefined();
    });

    it("forgets a code on request, and a day after its expiry", async () => {
      const store = await open();
      await store.write(async ({ verificationCodes }) => {
        await verificationCodes.put(aVerificationCode());
        await verificationCodes.put(aVerificationCode({ purpose: "resetPassword" }));
        await verificationCodes.delete(house, ada, "resetPassword");
        await verificationCodes.prune(99 + dayMs, 99);
      });
      expect(await find(store, "resetPassword")).toBeUndefined();
      expect(await find(store)).toBeDefined();
      await store.write(({ verificationCodes }) => verificationCodes.prune(100 + dayMs, 99));
      expect(await find(store)).toBeUndefined();
    });
  });
}
