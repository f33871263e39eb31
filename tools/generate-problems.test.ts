import { expect, test } from "vitest";
import { isStale } from "./generate-problems.ts";

test("docs/guide/problems.md says what the table of causes says", () => {
  expect(isStale()).toBe(false);
});
