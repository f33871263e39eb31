import { expect, test } from "vitest";
import { perform } from "../perform.ts";
import { databaseAway } from "./database-away.ts";
import { diskFull } from "./disk-full.ts";
import { longCutOver } from "./long-cut-over.ts";
import { postgresDiskFull } from "./postgres-disk-full.ts";

test.skipIf(diskFull.obstacle?.() !== undefined)(
  "with a full disk reads serve, writes are put off, and nothing is lost or corrupt when there is room again",
  async ({ annotate }) => {
    const { done, broken, figures } = await perform(diskFull, diskFull.short);
    expect(broken).toEqual([]);
    expect(done).toBeGreaterThan(0);
    await annotate(figures.map(({ name, value }) => `${name}: ${value}`).join("; "));
  },
);

test.skipIf(postgresDiskFull.obstacle?.() !== undefined)(
  "with a full disk under PostgreSQL, or under its log, nothing acknowledged is lost, and all goes through when there is room again",
  async ({ annotate }) => {
    const { done, broken, figures } = await perform(postgresDiskFull, postgresDiskFull.short);
    expect(broken).toEqual([]);
    expect(done).toBe(2);
    await annotate(figures.map(({ name, value }) => `${name}: ${value}`).join("; "));
  },
);

test("with PostgreSQL out of reach everything is put off, and goes through when it is back", async ({
  annotate,
}) => {
  const { done, broken, figures } = await perform(databaseAway, databaseAway.short);
  expect(broken).toEqual([]);
  expect(done).toBeGreaterThan(0);
  await annotate(figures.map(({ name, value }) => `${name}: ${value}`).join("; "));
});

test("with a move's cut-over that takes longer than writes wait for it, reads serve, writes are put off, and go through when it is over", async ({
  annotate,
}) => {
  const { done, broken, figures } = await perform(longCutOver, longCutOver.short);
  expect(broken).toEqual([]);
  expect(done).toBeGreaterThan(0);
  await annotate(figures.map(({ name, value }) => `${name}: ${value}`).join("; "));
});
