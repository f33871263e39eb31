import { expect, test } from "vitest";
import { failureLines } from "./failure-lines.ts";

test("a file of the data folder that belongs to somebody else is named, with what to do", () => {
  const path = "/var/lib/poolhouse/poolhouse.sqlite";
  const refused = Object.assign(new Error("permission denied"), { code: "EACCES", syscall: "open", path });
  expect(failureLines(refused)).toEqual({
    what: `${path} cannot be opened.`,
    why: "This user has no right to it.",
    cure: expect.stringContaining("the user whom it belongs to"),
  });
});
