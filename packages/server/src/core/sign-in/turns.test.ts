import { expect, test } from "vitest";
import { createTurns } from "./turns.ts";

test("work for one account runs one after the other, in the order it came", async () => {
  const turns = createTurns();
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
    return name;
  };
  const answers = await Promise.all(["a", "b", "c"].map((name) => turns.inTurn("ann", work(name))));
  expect(answers).toEqual(["a", "b", "c"]);
  expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

test("accounts do not wait for each other", async () => {
  const turns = createTurns();
  const never = turns.inTurn("ann", () => new Promise(() => undefined));
  await expect(turns.inTurn("bob", async () => "done")).resolves.toBe("done");
  expect(never).toBeInstanceOf(Promise);
});

test("a failure is its own caller's only, and the next one still gets a turn", async () => {
  const turns = createTurns();
  const failing = turns.inTurn("ann", async () => {
    throw new Error("wrong");
  });
  const next = turns.inTurn("ann", async () => "next");
  await expect(failing).rejects.toThrow("wrong");
  await expect(next).resolves.toBe("next");
});
