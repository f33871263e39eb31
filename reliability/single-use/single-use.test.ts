import { expect, test } from "vitest";
import { perform } from "../perform.ts";
import { singleUse } from "./single-use.ts";

test("TK-01 RT-02 AC-06 each statement that makes something good once lets one of three processes have it, even while they are killed", async ({
  annotate,
}) => {
  const { done, broken, figures } = await perform(singleUse, singleUse.short);
  expect(broken).toEqual([]);
  expect(done).toBeGreaterThan(500);
  await annotate(figures.map(({ name, value }) => `${name}: ${value}`).join("; "));
});
