import { expect, it } from "vitest";
import { staleFiles } from "./generate-model.ts";

it("finds the checked-in files to be what the model says", () => {
  expect(staleFiles()).toEqual([]);
});
