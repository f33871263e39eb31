import { expect, test } from "vitest";
import { perform } from "../perform.ts";
import { races } from "./races.ts";

test("TK-01 RT-02 AC-06 of codes, refresh tokens and one-time passwords that come to three nodes at once each is good once, even while nodes are killed", async ({
  annotate,
}) => {
  const { done, broken, figures } = await perform(races, races.short);
  expect(broken).toEqual([]);
  expect(done).toBeGreaterThan(5);
  await annotate(figures.map(({ name, value }) => `${name}: ${value}`).join("; "));
});
