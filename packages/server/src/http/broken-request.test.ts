import { expect, test } from "vitest";
import { brokenRequestReply } from "./broken-request.ts";
import { newFacts } from "./request-facts.ts";

test("the log names the route of what failed, not the path as it was sent", () => {
  const said: unknown[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_: object, text: string) => said.push(text),
  };
  const route = "/:poolId/.well-known/jwks.json";
  const path = "/what-somebody-sent/.well-known/jwks.json";
  const request = {
    requestId: "r",
    method: "GET",
    path,
    query: "",
    params: {},
    headers: {},
    distinctHeaders: () => ({}),
    body: new Uint8Array(),
    source: "",
    facts: newFacts({ requestId: "r", method: "GET", route, source: "" }),
  };
  expect(brokenRequestReply(log, request, new Error("a fault of ours")).status).toBe(500);
  expect(said).toEqual([`${route} failed`]);
});
