import { expect, test } from "vitest";
import { createRefusalLog } from "./refusal-log.ts";

test("a flood is told at once, and then once a minute with how many it were; names of people never", () => {
  let time = 0;
  const lines: Readonly<Record<string, unknown>>[] = [];
  const tell = createRefusalLog({ warn: (detail) => lines.push(detail) }, () => time);
  const setting = "POOLHOUSE_QUOTAS";
  for (let index = 0; index < 1000; index += 1) tell("Source", "192.0.2.1");
  tell("UserReads", "pool ada");
  expect(lines).toEqual([
    { quota: "Source", refused: 1, source: "192.0.2.1", setting },
    { quota: "UserReads", refused: 1, setting },
  ]);
  time = 60_000;
  tell("Source", "192.0.2.9");
  expect(lines.at(-1)).toEqual({ quota: "Source", refused: 1000, source: "192.0.2.9", setting });
});
