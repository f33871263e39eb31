import { createSecretKey, type KeyObject } from "node:crypto";
import { expect, test } from "vitest";
import { KeyCache } from "./key-cache.ts";

test("parses a key once, and again only after it was the oldest of too many", () => {
  const parsed: string[] = [];
  const cache = new KeyCache<KeyObject>(2);
  const use = (name: string) =>
    cache.get(name, () => {
      parsed.push(name);
      return createSecretKey(Buffer.from(name));
    });
  for (const name of ["a", "b", "a", "c", "a", "b"]) use(name);
  expect(parsed).toEqual(["a", "b", "c", "a", "b"]);
});
