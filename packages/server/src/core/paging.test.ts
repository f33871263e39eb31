import { expect, test } from "vitest";
import { parseMasterKeyRing } from "../crypto/master-key.ts";
import { createSealing } from "../crypto/sealing.ts";
import { fail } from "./failures.ts";
import type { PageRequest } from "./page.ts";
import { pageSize, readPage } from "./paging.ts";

const world = { sealing: createSealing(parseMasterKeyRing("ab".repeat(32), "test")) };
const rows = ["a", "b", "c", "d", "e"];
const fetch = async ({ limit, after = "" }: PageRequest) => rows.filter((row) => row > after).slice(0, limit);

const read = (limit: number, token?: string, list: readonly string[] = ["ListGroups", "pool"]) =>
  readPage(world, { list, limit, token }, fetch, (row) => row, fail);

test("pages follow each other and the last one has no token", async () => {
  const first = await read(2);
  const second = await read(2, first.nextToken);
  const third = await read(2, second.nextToken);
  expect([first.rows, second.rows, third.rows]).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  expect(third.nextToken).toBeUndefined();
});

test("a page that holds the last row exactly is the last", async () => {
  expect(await read(5)).toEqual({ rows, nextToken: undefined });
});

test("AP-12: a token made up, altered or of another list is refused", async () => {
  const token = (await read(2)).nextToken ?? "";
  const middle = token.length - 8;
  const altered = token.slice(0, middle) + (token[middle] === "A" ? "B" : "A") + token.slice(middle + 1);
  const refusal = expect.objectContaining({ exception: "InvalidParameterException" });
  await expect(read(2, "b")).rejects.toThrow(refusal);
  await expect(read(2, altered)).rejects.toThrow(refusal);
  await expect(read(2, token, ["ListGroups", "other pool"])).rejects.toThrow(refusal);
  await expect(read(2, token, ["ListGroups,pool"])).rejects.toThrow(refusal);
});

test("AP-12: none and zero ask for sixty rows", () => {
  expect([undefined, 0, 1, 60].map(pageSize)).toEqual([60, 60, 1, 60]);
});
