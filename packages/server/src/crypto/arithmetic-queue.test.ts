import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createArithmeticQueue } from "./arithmetic-queue.ts";

test("does what came first first, so much of it in each turn of the event loop, and lets others in between", async () => {
  const inTurn = createArithmeticQueue(2);
  const done: string[] = [];
  const works = ["a", "b", "c", "d", "e"].map((name) => inTurn(() => void done.push(name)));
  expect(done).toEqual([]);
  for (const soFar of ["ab", "abcd", "abcde"]) {
    await nextTurn();
    expect(done.join("")).toBe(soFar);
  }
  await Promise.all(works);
});

test("does the pieces of a turn in a row: whoever waits for one goes on after them", async () => {
  const inTurn = createArithmeticQueue();
  const done: string[] = [];
  const asker = async (name: string) => {
    await inTurn(() => void done.push(`${name} begins`));
    done.push(`${name} goes on`);
  };
  await Promise.all([asker("a"), asker("b")]);
  expect(done).toEqual(["a begins", "b begins", "a goes on", "b goes on"]);
});

test("gives each its own result, and its own failure", async () => {
  const inTurn = createArithmeticQueue();
  const results = await Promise.allSettled([
    inTurn(() => 1),
    inTurn(() => {
      throw new RangeError("no");
    }),
    inTurn(async () => 2),
  ]);
  expect(results).toEqual([
    { status: "fulfilled", value: 1 },
    { status: "rejected", reason: new RangeError("no") },
    { status: "fulfilled", value: 2 },
  ]);
  // And it goes on.
  expect(await inTurn(() => 3)).toBe(3);
});
