import { expect, test } from "vitest";
import { inOrder } from "./in-order.ts";

test("answers come in the order of the list", async () => {
  const late = Promise.resolve()
    .then(() => undefined)
    .then(() => "late");
  await expect(inOrder(late, Promise.resolve(2))).resolves.toEqual(["late", 2]);
});

test("the first in the list is heard, even where a later one refuses sooner", async () => {
  const late = Promise.resolve()
    .then(() => undefined)
    .then(() => Promise.reject(new Error("first")));
  await expect(inOrder(late, Promise.reject(new Error("second")))).rejects.toThrow("first");
});

test("waits for all before it refuses, so that nothing is still under way when a transaction ends", async () => {
  const finished: string[] = [];
  const slow = Promise.resolve()
    .then(() => undefined)
    .then(() => finished.push("slow"));
  await expect(inOrder(Promise.reject(new Error("no")), slow)).rejects.toThrow("no");
  expect(finished).toEqual(["slow"]);
});
