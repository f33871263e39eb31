import { expect, test, vi } from "vitest";
import type { PageRequest } from "../core/page.ts";
import { followKeys } from "./follow-keys.ts";

const keys = ["a", "b", "c", "d", "e", "f"];

const page = (rows: readonly string[], { limit, after = "" }: PageRequest) =>
  followKeys(
    { limit, after },
    async (wanted) => keys.filter((key) => key > (wanted.after ?? "")).slice(0, wanted.limit),
    async (some) => some.filter((key) => rows.includes(key)).map((key) => key.toUpperCase()),
  );

test("a page of rows follows a page of keys", async () => {
  expect(await page(keys, { limit: 2 })).toEqual(["A", "B"]);
  expect(await page(keys, { limit: 4, after: "c" })).toEqual(["D", "E", "F"]);
});

test("a key without a row is passed over, however many there are", async () => {
  expect(await page(["c", "e", "f"], { limit: 2 })).toEqual(["C", "E"]);
  expect(await page(["f"], { limit: 2 })).toEqual(["F"]);
  expect(await page([], { limit: 2 })).toEqual([]);
});

test("nothing is asked for by no keys", async () => {
  const rowsOf = vi.fn();
  expect(await followKeys({ limit: 2 }, async () => [], rowsOf)).toEqual([]);
  expect(rowsOf).not.toHaveBeenCalled();
});
