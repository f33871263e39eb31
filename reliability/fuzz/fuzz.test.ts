import { expect, test } from "vitest";
import { perform } from "../perform.ts";
import { fuzz } from "./fuzz.ts";
import { parsers } from "./parsers.ts";

test("no input to any parser brings the server down, or to a 5xx", async ({ annotate }) => {
  const { done, broken, figures } = await perform(fuzz, fuzz.short);
  expect(broken).toEqual([]);
  expect(done).toBeGreaterThan(10 * Object.keys(parsers).length);
  await annotate(figures.map(({ name, value }) => `${name}: ${value}`).join("; "));
});
