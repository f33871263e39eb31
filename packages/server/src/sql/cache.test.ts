import { expect, it } from "vitest";
import { createCache } from "./cache.ts";

const unchecked = (): undefined => undefined;

/** A source that counts its reads and answers when told to. */
function source() {
  const answers: ((value: string[] | undefined) => void)[] = [];
  const read = () => new Promise<string[] | undefined>((resolve) => answers.push(resolve));
  return { read, answers };
}

it("reads once for all who ask at the same time, and not again", async () => {
  const { read, answers } = source();
  const cache = createCache<string, string[] | undefined>(9, unchecked);
  const asked = [cache.get("a", read), cache.get("a", read)];
  answers[0]?.(["one"]);
  expect(await Promise.all(asked)).toEqual([["one"], ["one"]]);
  expect(await cache.get("a", read)).toEqual(["one"]);
  expect(answers).toHaveLength(1);
});

it("does not keep the answer of a read that began before a drop", async () => {
  for (const drop of ["drop", "clear"] as const) {
    const { read, answers } = source();
    const cache = createCache<string, string[] | undefined>(9, unchecked);
    const stale = cache.get("a", read);
    cache[drop]("a");
    const fresh = cache.get("a", read);
    answers[1]?.(["new"]);
    await fresh;
    answers[0]?.(["old"]);
    expect(await stale).toEqual(["old"]);
    expect(await cache.get("a", read)).toEqual(["new"]);
  }
});

it("keeps a fresh answer when a read from before the drop finds nothing", async () => {
  const { read, answers } = source();
  const cache = createCache<string, string[] | undefined>(9, unchecked);
  const stale = cache.get("a", read);
  cache.drop("a");
  const fresh = cache.get("a", read);
  answers[1]?.(["new"]);
  await fresh;
  answers[0]?.(undefined);
  await stale;
  expect(await cache.get("a", read)).toEqual(["new"]);
  expect(answers).toHaveLength(2);
});

it("keeps neither a failure nor the answer that there is nothing", async () => {
  const { read, answers } = source();
  const cache = createCache<string, string[] | undefined>(9, unchecked);
  await expect(cache.get("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  const nothing = cache.get("a", read);
  answers[0]?.(undefined);
  expect(await nothing).toBeUndefined();
  const something = cache.get("a", read);
  answers[1]?.(["one"]);
  expect(await something).toEqual(["one"]);
});

it("hands out values that nobody can change, however deep", async () => {
  const cache = createCache<string, { list: { name: string }[] }>(9, unchecked);
  const value = await cache.get("a", () => Promise.resolve({ list: [{ name: "one" }] }));
  expect([value, value.list, value.list[0]].every(Object.isFrozen)).toBe(true);
});

it("waits for a check, and serves nothing that it drops", async () => {
  let value = 1;
  let checking: Promise<void> | undefined;
  const cache = createCache<string, number>(9, () => checking);
  const ask = () => cache.get("a", () => Promise.resolve(value));
  expect(await ask()).toBe(1);
  value = 2;
  expect(await ask()).toBe(1);
  const check = Promise.withResolvers<void>();
  checking = check.promise.then(() => cache.clear());
  const answer = ask();
  check.resolve();
  expect(await answer).toBe(2);
});

it("fails when its check fails", async () => {
  const cache = createCache<string, number>(9, () => Promise.reject(new Error("away")));
  await expect(cache.get("a", () => Promise.resolve(1))).rejects.toThrow("away");
});

it("forgets the oldest when it is full", async () => {
  const cache = createCache<number, number>(2, unchecked);
  let reads = 0;
  const read = () => {
    reads += 1;
    return Promise.resolve(reads);
  };
  const ask = (key: number) => cache.get(key, read);
  expect([await ask(1), await ask(2), await ask(3), await ask(3), await ask(2), await ask(1)]).toEqual([
    1, 2, 3, 3, 2, 4,
  ]);
});
