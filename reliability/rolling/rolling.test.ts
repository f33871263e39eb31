import { expect, test } from "vitest";
import { perform } from "../perform.ts";
import { rolling } from "./rolling.ts";

const obstacle = rolling.obstacle?.();
if (obstacle !== undefined) process.stderr.write(`NOT RUN behind a balancer: ${obstacle}\n`);

test.skipIf(obstacle !== undefined)(
  "HT-06 no request fails behind haproxy while a node is stopped and started again",
  async ({ annotate }) => {
    const { done, broken, figures } = await perform(rolling, rolling.short);
    expect({ done, broken }).toEqual({ done: rolling.short.count, broken: [] });
    await annotate(figures.map(({ name, value }) => `${name}: ${value}`).join("; "));
  },
);
