import { expect, test } from "vitest";
import { describeStore } from "../stores/testing/store-conformance.ts";
import { memoryStore } from "./memory-store.ts";

let time = Date.UTC(2030, 0, 1);
const now = () => time;
const store = memoryStore({ now });

describeStore("the memory store", () => ({
  store,
  now,
  pass: async (milliseconds) => {
    time += milliseconds;
  },
}));

test("it does not grow with what has expired, though nobody prunes", async () => {
  const crowded = memoryStore({ now });
  for (let index = 0; index < 5_000; index += 1) {
    await crowded.insert(`${index}`, { value: "sealed", expiresAt: now() + 100 });
    time += 1;
  }
  expect(await crowded.prune()).toBeLessThan(1_500);
});
