import { expect, test } from "vitest";
import { perform } from "../perform.ts";
import { failover } from "./failover.ts";

test("RT-11 on three nodes nothing acknowledged is lost, used twice or good again when PostgreSQL's primary is killed and its standby promoted", async ({
  annotate,
}) => {
  const { done, broken, figures } = await perform(failover, failover.short);
  expect({ done, broken }).toEqual({ done: failover.short.count, broken: [] });
  await annotate(figures.map(({ name, value }) => `${name}: ${value}`).join("; "));
});
