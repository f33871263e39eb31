import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { quotas } from "../packages/server/src/model/quotas.ts";

test("docs/limits.md has every quota with its numbers, in the order of the table", () => {
  const page = readFileSync(join(import.meta.dirname, "..", "docs", "limits.md"), "utf8");
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\d+|–) \| (\d+|–) \| .+ \|$/gm)].map((row) => row.slice(1));
  const expected = Object.entries(quotas).map(([name, { cognito, protective }]) => [
    name,
    String(cognito ?? "–"),
    String(protective ?? "–"),
  ]);
  expect(rows).toEqual(expected);
});
