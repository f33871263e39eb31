import { expect, test } from "vitest";
import { ApiFailure, Overloaded } from "../core/failures.ts";
import type { Log } from "../core/ports.ts";
import { apiFailureReply } from "./json-api-reply.ts";

const told: string[] = [];
const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (_detail, message) => told.push(message),
};
const bodyOf = ({ body }: ReturnType<typeof apiFailureReply>) =>
  JSON.parse(new TextDecoder().decode(Buffer.from(body)));

test("a failure is named in body and header", () => {
  const reply = apiFailureReply(log, "id", new ApiFailure("NotAuthorizedException", "User is disabled."));
  expect(reply.status).toBe(400);
  expect(reply.headers["x-amzn-errortype"]).toBe("NotAuthorizedException:");
  expect(bodyOf(reply)).toEqual({ __type: "NotAuthorizedException", message: "User is disabled." });
});

test("AC-01 more sign-ins than the server promises to check are TooManyRequestsException, and no bug", () => {
  const reply = apiFailureReply(log, "id", new Overloaded());
  expect([reply.status, bodyOf(reply).__type]).toEqual([400, "TooManyRequestsException"]);
  expect(told).toEqual([]);
});

test("HT-05 a bug is told to the log and not to the wire", () => {
  const reply = apiFailureReply(log, "id", new Error("select * from users"));
  expect(reply.status).toBe(500);
  expect(bodyOf(reply)).toEqual({ __type: "InternalErrorException", message: "Internal error" });
  expect(told).toEqual(["a JSON call failed"]);
});
