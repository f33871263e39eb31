import { expect, test } from "vitest";
import { createSingleFlight } from "./single-flight.ts";

test("callers for the same key share one piece of work, and others do not", async () => {
  const share = createSingleFlight<string>();
  const { promise, resolve } = Promise.withResolvers<string>();
  let works = 0;
  const work = () => {
    works += 1;
    return promise;
  };
  const calls = [share("a", work), share("a", work), share("b", async () => "other")];
  resolve("one");
  expect(await Promise.all(calls)).toEqual(["one", "one", "other"]);
  expect(works).toBe(1);
});

test("nothing is kept: not an answer, and not an error", async () => {
  const share = createSingleFlight<number>();
  let works = 0;
  const work = async () => {
    works += 1;
    if (works === 1) throw new Error("first");
    return works;
  };
  const failing = [share("a", work), share("a", work)];
  await expect(failing[0]).rejects.toThrow("first");
  await expect(failing[1]).rejects.toThrow("first");
  expect(await share("a", work)).toBe(2);
  expect(await share("a", work)).toBe(3);
});

test("work that throws at once is an answer like any other", async () => {
  const share = createSingleFlight<never>();
  const work = () => {
    throw new Error("at once");
  };
  await expect(share("a", work)).rejects.toThrow("at once");
  await expect(share("a", work)).rejects.toThrow("at once");
});
