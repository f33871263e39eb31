import { expect, test } from "vitest";
import { Unavailable } from "../core/failures.ts";
import { MetricsPortUnusable } from "../metrics/listen.ts";
import { failureLines } from "./failure-lines.ts";

test("a metrics port that is taken is told as that, with what to do", () => {
  const taken = Object.assign(new Error("listen EADDRINUSE"), { code: "EADDRINUSE" });
  expect(failureLines(new MetricsPortUnusable("127.0.0.1", 9464, taken))).toMatchObject({
    why: "Another program listens there already, perhaps another Poolhouse.",
    cure: expect.stringContaining("--metrics-port"),
  });
});

test("a file of the data folder that belongs to somebody else is named, with what to do", () => {
  const path = "/var/lib/poolhouse/poolhouse.sqlite";
  const refused = Object.assign(new Error("permission denied"), { code: "EACCES", syscall: "open", path });
  expect(failureLines(refused)).toEqual({
    what: `${path} cannot be opened.`,
    why: "This user has no right to it.",
    cure: expect.stringContaining("the user whom it belongs to"),
  });
});

test("a database that goes away in the middle of a command is no fault of the program", () => {
  const cause = Object.assign(new Error("too many connections"), { code: "53300" });
  expect(failureLines(new Unavailable({ cause }))).toEqual({
    what: "The database cannot be used at the moment.",
    why: "It has no connection left.",
    cure: expect.stringContaining("pool_size"),
  });
});

test.each([
  ["53100", "Its disk is full."],
  ["57P03", "It is starting, stopping, or recovering from a crash."],
])("a database that has answered %s is not said to be away", (code, why) => {
  const cause = Object.assign(new Error("could not extend file"), { code });
  const lines = failureLines(new Unavailable({ cause }));
  expect(lines).toMatchObject({ why, cure: expect.not.stringContaining("host and port") });
});
