import { expect, test } from "vitest";
import { perform } from "../perform.ts";
import { kill } from "./sqlite.ts";

test("RT-11 nothing acknowledged is lost, no code is redeemed twice and nothing revoked comes back, whenever the server is killed", async ({
  annotate,
}) => {
  const { done, broken, figures } = await perform(kill, kill.short);
  expect({ done, broken }).toEqual({ done: kill.short.count, broken: [] });
  await annotate(figures.map(({ name, value }) => `${name}: ${value}`).join("; "));
});
