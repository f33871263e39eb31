import { expect, test } from "vitest";
import { perform } from "../perform.ts";
import { clockJumps } from "./clock-jumps.ts";

test("TK-03 RT-05 CK-08 nothing lives longer and everything goes on when the machine's clock is set by an hour or a day", async ({
  annotate,
}) => {
  const { done, broken, figures } = await perform(clockJumps, clockJumps.short);
  expect({ done, broken }).toEqual({ done: clockJumps.short.count, broken: [] });
  await annotate(figures.map(({ name, value }) => `${name}: ${value}`).join("; "));
});
