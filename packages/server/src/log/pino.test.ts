import { expect, test } from "vitest";
import { createLog } from "./pino.ts";

function logged(err: unknown): Readonly<Record<string, unknown>> {
  const lines: string[] = [];
  createLog("error", { write: (line) => void lines.push(line) }).error({ err }, "failed");
  return JSON.parse(lines.join("")).err;
}

test("of an error it is said what it is, where, and why: not what it was about (TK-15)", () => {
  const request = { data: '{"password":"hunter2"}', headers: { authorization: "Bearer t0ken" } };
  const cause = Object.assign(new Error("401"), { config: request, code: "ERR_BAD_REQUEST" });
  const several = new AggregateError([cause], "nobody answered");
  for (const error of [
    cause,
    new Error("not sent", { cause }),
    several,
    Object.assign(several, { request }),
  ]) {
    expect(JSON.stringify(logged(error))).not.toMatch(/hunter2|t0ken/);
  }
  expect(logged(cause)).toEqual({
    type: "Error",
    message: "401",
    stack: cause.stack,
    code: "ERR_BAD_REQUEST",
  });
  expect(logged(new Error("not sent", { cause }))).toMatchObject({
    message: "not sent: 401",
    stack: expect.stringContaining("caused by: Error: 401"),
  });
  expect(logged(several)).toMatchObject({ aggregateErrors: [{ message: "401", code: "ERR_BAD_REQUEST" }] });
  expect(logged("what was thrown is no error")).toBe("what was thrown is no error");
});
