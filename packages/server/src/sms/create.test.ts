import { createHmac } from "node:crypto";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { triggerHost } from "../../test/support/trigger-host.ts";
import { poolId } from "../core/ids.ts";
import type { Letter } from "../core/messages/carrier.ts";
import { createSmsCarrier, type SmsCarrierOptions } from "./create.ts";

const key = Buffer.alloc(32, 5);
const letter: Letter = {
  poolId: poolId("us-east-1_abcdefghi"),
  messageId: "11111111-1111-4111-8111-111111111111",
  to: "+15550101234",
  subject: undefined,
  text: "Your code is 493027, Jörg",
  html: undefined,
  from: "pool@example.com",
  replyTo: undefined,
  createdAt: 0,
};

async function stage(answer: (response: ServerResponse) => void, options: SmsCarrierOptions = {}) {
  const host = await triggerHost();
  host.answers.set("sms", answer);
  const webhook = { url: `${host.url}/sms`, secret: `whsec_${key.toString("base64")}` };
  const carry = createSmsCarrier(webhook, { now: () => 1_790_000_000_999, ...options });
  return { host, carry };
}

test("posts a text message, signed by the Standard Webhooks specification", async () => {
  const { host, carry } = await stage((response) => response.writeHead(204).end());
  expect(await carry(letter)).toEqual({ kind: "sent" });
  const [request] = host.requests;
  const { to, text: message, messageId, poolId: pool } = letter;
  expect(JSON.parse(request?.body ?? "")).toEqual({ to, message, messageId, poolId: pool });
  const signed = `${messageId}.1790000000.${request?.body}`;
  expect(request?.headers).toMatchObject({
    "content-type": "application/json",
    "webhook-id": messageId,
    "webhook-timestamp": "1790000000",
    "webhook-signature": `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
  });
});

test("every attempt has the same id and the time of its own", async () => {
  let now = 1_790_000_000_000;
  const { host, carry } = await stage((response) => response.writeHead(500).end(), { now: () => now });
  expect(await carry(letter)).toEqual({ kind: "later", reason: "the webhook answered 500" });
  now += 30_000;
  await carry(letter);
  expect(host.requests.map(({ headers }) => [headers["webhook-id"], headers["webhook-timestamp"]])).toEqual([
    [letter.messageId, "1790000000"],
    [letter.messageId, "1790000030"],
  ]);
});

test.each([
  [200, "sent"],
  [202, "sent"],
  [400, "later"],
  [401, "later"],
  [422, "never"],
  [429, "later"],
  [503, "later"],
])("%i means %s", async (status, kind) => {
  const { carry } = await stage((response) => response.writeHead(status).end("whatever it says"));
  expect(await carry(letter)).toMatchObject({ kind });
});

test("redirects are not followed", async () => {
  const { host, carry } = await stage((response) =>
    response.writeHead(307, { location: "/elsewhere" }).end(),
  );
  expect(await carry(letter)).toMatchObject({ kind: "later" });
  expect(host.requests).toHaveLength(1);
});

test("what the receiver goes on saying is not waited for: its connection ends", async () => {
  const ended = Promise.withResolvers<void>();
  const { carry } = await stage(
    (response) => {
      response
        .on("close", () => ended.resolve())
        .writeHead(200)
        .write("and another thing: ");
    },
    { limitMs: 3_600_000 },
  );
  expect(await carry(letter)).toEqual({ kind: "sent" });
  await ended.promise;
});

test("an answer that does not come in time is given up", async () => {
  const { carry } = await stage(() => undefined, { limitMs: 50 });
  expect(await carry(letter)).toEqual({ kind: "later", reason: "no answer within 50 ms" });
});

test("a webhook that cannot be reached is asked again later", async () => {
  const { host, carry } = await stage(() => undefined);
  await host.close();
  const carried = await carry(letter);
  expect(carried).toEqual({ kind: "later", reason: "the webhook cannot be reached: ECONNREFUSED" });
});
