import { createHmac, timingSafeEqual } from "node:crypto";
import { expect, test } from "vitest";
import { type TriggerHost, triggerHost } from "../../test/support/trigger-host.ts";
import { callWebhook } from "./webhook.ts";

const key = Buffer.alloc(32, 7);
const secret = `whsec_${key.toString("base64")}`;
const settings = { limitMs: 5000, now: () => 1_790_000_000_123, newId: () => "4711" };
const event = { version: "1", request: { name: "Ada Lövelace" }, response: {} };

const call = (host: TriggerHost, limitMs = settings.limitMs, url = `${host.url}/hook`) =>
  callWebhook({ url, secret }, event, { ...settings, limitMs });

test("posts the event, signed by the Standard Webhooks specification", async () => {
  const host = await triggerHost();
  host.functions.set("hook", (received) => {
    received.response = { flag: true };
  });
  expect(await call(host)).toEqual({ ok: true, event: { ...event, response: { flag: true } } });
  const [request] = host.requests;
  expect(JSON.parse(request?.body ?? "")).toEqual(event);
  expect(request?.headers).toMatchObject({
    "content-type": "application/json",
    "webhook-id": "msg_4711",
    "webhook-timestamp": "1790000000",
  });
  const signed = `msg_4711.1790000000.${request?.body}`;
  const expected = `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
  const given = String(request?.headers["webhook-signature"]);
  expect(timingSafeEqual(Buffer.from(given), Buffer.from(expected))).toBe(true);
});

const status = (host: TriggerHost, code: number, body: string) =>
  host.answers.set("hook", (response) => response.writeHead(code).end(body));

test("4xx says that the function threw, in its own words where it has any", async () => {
  const host = await triggerHost();
  status(host, 403, JSON.stringify({ errorMessage: "Not invited" }));
  expect(await call(host)).toEqual({ ok: false, cause: "threw", message: "Not invited" });
  status(host, 403, "<html>");
  expect(await call(host)).toEqual({ ok: false, cause: "threw", message: "The webhook answered 403" });
});

test("errorMessage says it too", async () => {
  const host = await triggerHost();
  status(host, 200, JSON.stringify({ errorMessage: "Not invited" }));
  expect(await call(host)).toEqual({ ok: false, cause: "threw", message: "Not invited" });
});

test("5xx is its trouble, asked once", async () => {
  const host = await triggerHost();
  status(host, 503, JSON.stringify({ errorMessage: "secret detail" }));
  expect(await call(host)).toEqual({ ok: false, cause: "unreachable", message: "the webhook answered 503" });
  expect(host.requests).toHaveLength(1);
});

test("redirects are not followed", async () => {
  const host = await triggerHost();
  host.functions.set("elsewhere", () => undefined);
  host.answers.set("hook", (response) => response.writeHead(307, { location: "/elsewhere" }).end());
  expect(await call(host)).toMatchObject({ ok: false, cause: "unreachable" });
  expect(host.requests.map(({ path }) => path)).toEqual(["/hook"]);
});

test("a connection that breaks is tried three times, under one id", async () => {
  const host = await triggerHost();
  let calls = 0;
  host.answers.set("hook", (response, { body }) => {
    calls += 1;
    if (calls < 3) response.destroy();
    else response.end(body);
  });
  expect(await call(host)).toEqual({ ok: true, event });
  expect(host.requests.map(({ headers }) => headers["webhook-id"])).toEqual(Array(3).fill("msg_4711"));
  host.answers.set("hook", (response) => response.destroy());
  expect(await call(host)).toMatchObject({ ok: false, cause: "unreachable" });
  expect(host.requests).toHaveLength(6);
});

test("an answer that does not come in time is given up, after three attempts", async () => {
  const host = await triggerHost();
  host.answers.set("hook", () => undefined);
  expect(await call(host, 50)).toMatchObject({ ok: false, cause: "timedOut" });
  expect(host.requests).toHaveLength(3);
});

test("the limit covers the answer's body", async () => {
  const host = await triggerHost();
  host.answers.set("hook", (response) => {
    response.writeHead(200);
    response.write('{"response":');
  });
  expect(await call(host, 50)).toMatchObject({ ok: false, cause: "timedOut" });
});

test("an answer beyond a megabyte is not read", async () => {
  const host = await triggerHost();
  const body = (bytes: number) => JSON.stringify({ response: { fill: "x".repeat(bytes) } });
  status(host, 200, body(1_100_000));
  expect(await call(host)).toEqual({ ok: true, event: undefined });
  status(host, 200, body(900_000));
  expect(await call(host)).toMatchObject({ ok: true, event: { response: {} } });
});

test("what is no JSON is no event", async () => {
  const host = await triggerHost();
  status(host, 200, "<html>");
  expect(await call(host)).toEqual({ ok: true, event: undefined });
});

test("nobody there", async () => {
  const host = await triggerHost();
  await host.close();
  expect(await call(host)).toMatchObject({ ok: false, cause: "unreachable" });
});

test("words are cut where they would fill an address", async () => {
  const host = await triggerHost();
  status(host, 400, JSON.stringify({ errorMessage: "x".repeat(5000) }));
  expect(await call(host)).toEqual({ ok: false, cause: "threw", message: "x".repeat(1000) });
});
