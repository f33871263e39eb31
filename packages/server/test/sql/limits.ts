import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Store } from "../../src/core/tables.ts";
import { ada, ben, house, neighbour } from "./fixtures.ts";
import { winners } from "./race.ts";

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
        await store.write(async ({ attempts }) => {
          await attempts.count(house, ada, 1000);
          await attempts.count(house, ben, 1000);
        });
      }
      await store.write(({ attempts }) => attempts.clear(house, ada));
      expect(await store.read.attempts.findLocked(house, ada, 1000)).toBe(false);
      expect(await store.read.attempts.findLocked(house, ben, 1000)).toBe(true);
    });

    it("takes back the last attempt and its lock, and none before it", async () => {
      const store = await open();
      const count = (now: number) => store.write(({ attempts }) => attempts.count(house, ada, now));
      const forgive = () => store.write(({ attempts }) => attempts.forgive(house, ada));
      for (let failure = 0; failure < 4; failure += 1) await count(1000);
      for (let success = 0; success < 9; success += 1) {
        expect(await count(1000)).toBe(true);
        await forgive();
        expect(await store.read.attempts.findLocked(house, ada, 1000)).toBe(false);
      }
      expect(await count(1000)).toBe(true);
      expect(await count(1000)).toBe(false);
      await store.write(({ attempts }) => attempts.forgive(house, ben));
      expect(await store.read.attempts.findLocked(house, ben, 1000)).toBe(false);
      expect(await store.read.attempts.findLocked(house, ada, 1000)).toBe(true);
    });

    it("forgives nothing that was not counted", async () => {
      const store = await open();
      await store.write(({ attempts }) => attempts.count(house, ada, 1000));
      for (let again = 0; again < 9; again += 1) {
        await store.write(({ attempts }) => attempts.forgive(house, ada));
      }
      const answers: boolean[] = [];
      for (let failure = 0; failure < 6; failure += 1) {
        answers.push(await store.write(({ attempts }) => attempts.count(house, ada, 1000)));
      }
      expect(answers).toEqual([true, true, true, true, true, false]);
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

const hourMs = 60 * 60 * 1000;

export function quotasSuite(open: () => Promise<Store>): void {
  describe("quotas", () => {
    const count = (store: Store, now: number, most = 3) =>
      store.write(({ quotas }) => quotas.count(house, ada, "code", most, now));

    it("lets as many of fifty callers as the limit says", async () => {
      const store = await open();
      expect(await winners(store, ({ quotas }) => quotas.count(house, ada, "code", 5, 1000))).toBe(5);
      expect(await winners(store, ({ quotas }) => quotas.count(house, ada, "code", 7, 1000))).toBe(2);
      expect(await winners(store, ({ quotas }) => quotas.count(house, ada, "code", 5, 1000))).toBe(0);
    });

    it("counts each action, person and pool by itself", async () => {
      const store = await open();
      expect(await winners(store, ({ quotas }) => quotas.count(house, ada, "code", 1, 1000))).toBe(1);
      expect(await winners(store, ({ quotas }) => quotas.count(house, ada, "try", 1, 1000))).toBe(1);
      expect(await winners(store, ({ quotas }) => quotas.count(house, ben, "code", 1, 1000))).toBe(1);
      expect(await winners(store, ({ quotas }) => quotas.count(neighbour, ada, "code", 1, 1000))).toBe(1);
    });

    it("begins again an hour after the first, whatever came between", async () => {
      const store = await open();
      expect(await count(store, 1000)).toBe(true);
      expect(await count(store, 1000 + hourMs / 2)).toBe(true);
      expect(await count(store, 999 + hourMs)).toBe(true);
      expect(await count(store, 999 + hourMs)).toBe(false);
      for (let again = 0; again < 3; again += 1) expect(await count(store, 1000 + hourMs)).toBe(true);
      expect(await count(store, 1000 + hourMs)).toBe(false);
    });

    it("allows nothing where nothing is allowed", async () => {
      const store = await open();
      expect(await count(store, 1000, 0)).toBe(false);
    });

    it("AC-02 takes back one of those that were counted, and no more", async () => {
      const store = await open();
      const giveBack = () => store.write(({ quotas }) => quotas.giveBack(house, ada, "code"));
      await giveBack();
      expect(await count(store, 1000, 1)).toBe(true);
      await giveBack();
      await giveBack();
      expect(await count(store, 1000, 1)).toBe(true);
      expect(await count(store, 1000, 1)).toBe(false);
      await store.write(async ({ quotas }) => {
        await quotas.giveBack(house, ben, "code");
        await quotas.giveBack(house, ada, "try");
      });
      expect(await count(store, 1000, 1)).toBe(false);
    });

    it("forgets hours that are over and nothing else", async () => {
      const store = await open();
      await count(store, 1000, 1);
      await store.write(({ quotas }) => quotas.prune(999 + hourMs, 99));
      // Asked for the same hour, since a later one would begin anew anyway.
      expect(await count(store, 1000, 1)).toBe(false);
      await store.write(({ quotas }) => quotas.prune(1000 + hourMs, 99));
      expect(await count(store, 1000, 1)).toBe(true);
    });
  });
}
