import { afterEach, expect, test, vi } from "vitest";
import { atMost } from "./at-most.ts";

afterEach(() => void vi.useRealTimers());

test("whoever is in time is waited for, and fails as they fail", async () => {
  vi.useFakeTimers();
  expect(await atMost(1_000, Promise.resolve("work"), "late")).toBe("work");
  await expect(atMost(1_000, Promise.reject(new Error("no")), "late")).rejects.toThrow("no");
  expect(vi.getTimerCount()).toBe(0);
});

test("whoever is late is not waited for", async () => {
  vi.useFakeTimers();
  const answer = atMost(1_000, new Promise<string>(() => undefined), "late");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await answer).toBe("late");
});
