import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect, test } from "vitest";
import { triggerHost } from "../../test/support/trigger-host.ts";
import { invokeLambda } from "./invoke-lambda.ts";

const now = 1_790_000_000_123;
const settings = { limitMs: 5000, now: () => now };
const event = { version: "1", response: {} };
const unsigned = { functionName: "greet", credentials: undefined };

test("calls the Invoke API", async () => {
  const host = await triggerHost();
  host.functions.set("greet", (received) => {
    received.response = { flag: true };
  });
  const outcome = await invokeLambda({ ...unsigned, endpoint: `${host.url}/` }, event, settings);
  expect(outcome).toEqual({ ok: true, event: { ...event, response: { flag: true } } });
  expect(host.requests[0]?.path).toBe("/2015-03-31/functions/greet/invocations");
  expect(host.requests[0]?.headers).not.toHaveProperty("authorization");
});

test.each(["../../internal", "greet/invocations?", "greet#"])(
  "the name %s is one name, and leads to no other path of the API",
  async (functionName) => {
    const host = await triggerHost();
    host.functions.set(functionName, () => undefined);
    const outcome = await invokeLambda(
      { endpoint: host.url, functionName, credentials: undefined },
      event,
      settings,
    );
    expect(outcome).toEqual({ ok: true, event });
    expect(host.requests.map(({ path }) => path)).toEqual([
      `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`,
    ]);
  },
);

test("tells what the function threw by its header", async () => {
  const host = await triggerHost();
  host.functions.set("greet", () => {
    throw new Error("Not invited");
  });
  const target = { ...unsigned, endpoint: host.url };
  expect(await invokeLambda(target, event, settings)).toEqual({
    ok: false,
    cause: "threw",
    message: "Not invited",
  });
  host.answers.set("greet", (response) =>
    response.setHeader("x-amz-function-error", "Unhandled").end("null"),
  );
  expect(await invokeLambda(target, event, settings)).toMatchObject({ cause: "threw" });
});

test("tells what the function threw without the header, as from Amazon's own emulator", async () => {
  const host = await triggerHost();
  const thrown = { errorType: "Error", errorMessage: "Not invited", trace: ["Error: Not invited"] };
  host.answers.set("greet", (response) => response.end(JSON.stringify(thrown)));
  expect(await invokeLambda({ ...unsigned, endpoint: host.url }, event, settings)).toEqual({
    ok: false,
    cause: "threw",
    message: "Not invited",
  });
});

test("a function that is not there was not run, nor was one whose service fails", async () => {
  const host = await triggerHost();
  const target = { ...unsigned, endpoint: host.url };
  expect(await invokeLambda(target, event, settings)).toEqual({
    ok: false,
    cause: "unreachable",
    message: "the Invoke API answered 404",
  });
  host.answers.set("greet", (response) => response.writeHead(500).end());
  expect(await invokeLambda(target, event, settings)).toMatchObject({ ok: false, cause: "unreachable" });
  expect(host.requests).toHaveLength(2);
});

test.each(["greet", "arn:aws:lambda:us-east-1:000000000000:function:greet:live"])(
  "signs a call of %s as the SDK would",
  async (functionName) => {
    const host = await triggerHost();
    host.functions.set(functionName, () => undefined);
    const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "a-secret", region: "eu-central-1" };
    const target = { endpoint: host.url, functionName, credentials };
    expect(await invokeLambda(target, event, settings)).toMatchObject({ ok: true });
    const { headers, path = "", body = "" } = host.requests[0] ?? {};
    const signer = new SignatureV4({
      credentials,
      region: "eu-central-1",
      service: "lambda",
      sha256: Sha256,
    });
    const { hostname, port, host: authority, protocol } = new URL(host.url);
    const signed = await signer.sign(
      {
        method: "POST",
        protocol,
        hostname,
        port: Number(port),
        path,
        headers: { host: authority, "content-type": "application/json" },
        body,
      },
      { signingDate: new Date(now), unsignableHeaders: new Set(["x-amz-content-sha256"]) },
    );
    expect(headers?.["x-amz-date"]).toBe(signed.headers["x-amz-date"]);
    expect(headers?.authorization).toBe(signed.headers["authorization"]);
  },
);
