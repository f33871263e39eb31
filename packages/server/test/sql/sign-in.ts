import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Store } from "../../src/core/tables.ts";
import { aCode, ada, aFlow, aSession, ben, house, neighbour } from "./fixtures.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Fifty callers at once, each with a write of its own; how many were told that they were first. */
async function winners(
  store: Store,
  use: (tables: Parameters<Parameters<Store["write"]>[0]>[0]) => Promise<boolean>,
) {
  const answers = await Promise.all(Array.from({ length: 50 }, () => store.write(use)));
  return answers.filter(Boolean).length;
}

export function authorizationCodesSuite(open: () => Promise<Store>): void {
  describe("authorization codes", () => {
    it("gives back what was stored, used or not", async () => {
      const store = await open();
      const bare = aCode({ codeHash: "code2", nonce: undefined, codeChallenge: undefined });
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

    it("remembers a code for a day after its expiry", async () => {
      const store = await open();
      await store.write(({ authorizationCodes }) => authorizationCodes.insert(aCode({ expiresAt: 100 })));
      await store.write(({ authorizationCodes }) => authorizationCodes.prune(99 + dayMs));
      expect(await store.read.authorizationCodes.find(house, "code1")).toBeDefined();
      await store.write(({ authorizationCodes }) => authorizationCodes.prune(100 + dayMs));
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
      await store.write(({ singleUse }) => singleUse.prune(99));
      expect(await store.write(({ singleUse }) => singleUse.use(house, "session", 100))).toBe(false);
      await store.write(({ singleUse }) => singleUse.prune(100));
      expect(await store.write(({ singleUse }) => singleUse.use(house, "session", 100))).toBe(true);
    });
  });
}

export function flowsSuite(open: () => Promise<Store>): void {
  describe("flows", () => {
    it("moves on from the version that was read, for one of fifty callers", async () => {
      const store = await open();
      await store.write(({ flows }) => flows.insert(aFlow()));
      expect(await store.read.flows.find(house, "flow1")).toEqual(aFlow());
      expect(await winners(store, ({ flows }) => flows.advance(aFlow(), "next"))).toBe(1);
      expect(await store.read.flows.find(house, "flow1")).toEqual(aFlow({ state: "next", version: 2 }));
    });

    it("ends for one of fifty callers, and only from the version they saw", async () => {
      const store = await open();
      await store.write(({ flows }) => flows.insert(aFlow()));
      expect(await winners(store, ({ flows }) => flows.finish(house, "flow1", 2))).toBe(0);
      expect(await winners(store, ({ flows }) => flows.finish(house, "flow1", 1))).toBe(1);
      expect(await store.read.flows.find(house, "flow1")).toBeUndefined();
    });

    it("goes when it has expired", async () => {
      const store = await open();
      await store.write(({ flows }) => flows.insert(aFlow()));
      await store.write(({ flows }) => flows.prune(99));
      expect(await store.read.flows.find(house, "flow1")).toBeDefined();
      await store.write(({ flows }) => flows.prune(100));
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
      await store.write(({ browserSessions }) => browserSessions.prune(100));
      expect(await living()).toEqual(["late"]);
    });
  });
}

/** The rule in plain words; the table must answer the same in one statement. */
function lockout() {
  let [failures, countedAt, lockedUntil] = [0, 0, 0];
  return (now: number) => {
    if (failures > 0 && now < lockedUntil) return false;
    failures = failures > 0 && now - countedAt >= 900_000 ? 1 : failures + 1;
    countedAt = now;
    lockedUntil = failures < 5 ? 0 : now + Math.min(900, 2 ** (failures - 5)) * 1000;
    return true;
  };
}

export function attemptsSuite(open: () => Promise<Store>): void {
  describe("attempts", () => {
    it("AC-02 evaluates five of a hundred wrong passwords sent at once", async () => {
      const store = await open();
      const count = () => store.write(({ attempts }) => attempts.count(house, ada, 1000));
      const answers = await Promise.all(Array.from({ length: 100 }, count));
      expect(answers.filter(Boolean)).toHaveLength(5);
    });

    it("AC-05 unlocks by itself, a second after the fifth failure", async () => {
      const store = await open();
      for (let failure = 0; failure < 4; failure += 1) {
        await store.write(({ attempts }) => attempts.count(house, ada, 1000));
      }
      expect(await store.read.attempts.findLocked(house, ada, 1000)).toBe(false);
      await store.write(({ attempts }) => attempts.count(house, ada, 1000));
      expect(await store.read.attempts.findLocked(house, ada, 1999)).toBe(true);
      expect(await store.read.attempts.findLocked(house, ben, 1999)).toBe(false);
      expect(await store.read.attempts.findLocked(neighbour, ada, 1999)).toBe(false);
      expect(await store.read.attempts.findLocked(house, ada, 2000)).toBe(false);
    });

    it("AC-02 doubles the lock with each failure after the fifth, up to fifteen minutes", async () => {
      const store = await open();
      const lockedSeconds: number[] = [];
      let now = 0;
      for (let failure = 1; failure <= 15; failure += 1) {
        expect(await store.write(({ attempts }) => attempts.count(house, ada, now))).toBe(true);
        const seconds = failure < 5 ? 0 : Math.min(900, 2 ** (failure - 5));
        now += seconds * 1000;
        if (seconds === 0) continue;
        expect(await store.read.attempts.findLocked(house, ada, now - 1)).toBe(true);
        expect(await store.read.attempts.findLocked(house, ada, now)).toBe(false);
        lockedSeconds.push(seconds);
      }
      expect(lockedSeconds).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]);
    });

    it("forgets after a success", async () => {
      const store = await open();
      for (let failure = 0; failure < 5; failure += 1) {
        await store.write(({ attempts }) => attempts.count(house, ada, 1000));
      }
      await store.write(({ attempts }) => attempts.clear(house, ada));
      expect(await store.read.attempts.findLocked(house, ada, 1000)).toBe(false);
    });

    it("AC-02 locks as long as the rule says, at any rhythm", async () => {
      const store = await open();
      let subject = 0;
      const pause = fc.oneof(
        fc.integer({ min: 0, max: 3000 }),
        fc.constantFrom(899_999, 900_000, 16_000, 512_000),
      );
      const rhythms = fc.array(pause, { minLength: 1, maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(rhythms, async (pauses) => {
          subject += 1;
          const model = lockout();
          let now = 1_800_000_000_000;
          for (const each of pauses) {
            now += each;
            const counted = await store.write(({ attempts }) => attempts.count(house, `${subject}`, now));
            expect(counted).toBe(model(now));
          }
        }),
        { numRuns: 40 },
      );
    });
  });
}

export function verificationCodesSuite(open: () => Promise<Store>): void {
  describe("verification codes", () => {
    it("takes a new code in place of the old one of the same purpose", async () => {
      const store = await open();
      const code = { poolId: house, sub: ada, purpose: "verify:email", codeHash: "old", expiresAt: 1 };
      await store.write(({ verificationCodes }) => verificationCodes.put(code));
      await store.write(({ verificationCodes }) => verificationCodes.put({ ...code, codeHash: "new" }));
      await store.write(({ verificationCodes }) =>
        verificationCodes.put({ ...code, purpose: "resetPassword" }),
      );
    });
  });
}
