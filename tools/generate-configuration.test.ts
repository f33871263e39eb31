import { expect, test } from "vitest";
import { isStale } from "./generate-configuration.ts";

test("docs/configuration.md says what the table of settings says", () => {
  expect(isStale()).toBe(false);
});
