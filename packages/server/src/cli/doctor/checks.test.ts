import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checks } from "./checks.ts";

test("the documents name every heading of the report, in its order", () => {
  const root = join(import.meta.dirname, "..", "..", "..", "..", "..");
  const [, doctor = ""] = readFileSync(join(root, "docs", "backup.md"), "utf8").split("\n## Doctor\n");
  const headings = [...doctor.matchAll(/^\| ([A-Z][\w ]+?) \|/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(checks.map(({ name }) => name));
});
