import { expect, test } from "vitest";
import { perform } from "../perform.ts";
import { fuzzInside } from "./fuzz-inside.ts";
import { targets } from "./targets.ts";

const obstacle = fuzzInside.obstacle?.();
if (obstacle !== undefined) process.stderr.write(`NOT RUN guided fuzzing: ${obstacle}\n`);

const names = Object.keys(targets);

// Fifteen seconds for each, and a process that starts.
test.skipIf(obstacle !== undefined)(
  "no input makes a parser throw, take a forgery, or hang",
  { timeout: 600_000 },
  async ({ annotate }) => {
    const { done, broken, figures } = await perform(fuzzInside, fuzzInside.short);
    expect(broken).toEqual([]);
    expect(figures.map(({ name }) => name)).toEqual(names);
    expect(done).toBeGreaterThan(1000 * names.length);
    await annotate(figures.map(({ name, value }) => `${name}: ${value}`).join("; "));
  },
);
