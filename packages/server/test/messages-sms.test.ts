/** Text messages leave through the operator's webhook, and messages of pools with a sender trigger through that. */
import { createHmac } from "node:crypto";
import {
  AdminCreateUserCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MailServer, mailSettings, startMailServer } from "./support/mail-server.ts";
import { passwordClient, signIn } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { decryptCode, senderKey } from "./support/sender-code.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { poolWithTriggers } from "./support/trigger-pool.ts";

const key = Buffer.alloc(32, 5);
const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" };
let server: TestServer;
let host: TriggerHost;
let mail: MailServer;
let status = 204;

beforeAll(async () => {
  host = await startTriggerHost();
  host.answers.set("sms", (response) => response.writeHead(status).end());
  mail = await startMailServer();
  server = await startTestServer([], {
    ...mailSettings(mail.url),
    POOLHOUSE_SMS_WEBHOOK_URL: `${host.url}/sms`,
    POOLHOUSE_SMS_WEBHOOK_SECRET: `whsec_${key.toString("base64")}`,
    POOLHOUSE_CUSTOM_SENDER_KEY: senderKey,
  });
});
afterAll(async () => {
  await server.close();
  await host.close();
  await mail.close();
});

interface Text {
  readonly to: string;
  readonly message: string;
  readonly messageId: string;
  readonly poolId: string;
}

async function textsTo(to: string) {
  await server.drain();
  return host.requests.flatMap(({ path, headers, body }) => {
    if (path !== "/sms") return [];
    const text: Text = JSON.parse(body);
    return text.to === to ? [{ text, headers, body }] : [];
  });
}

test("the code of a sign-up by phone is posted, signed, and confirms", async () => {
  const UserPoolId = await createPool(server, {
    AutoVerifiedAttributes: ["phone_number"],
    SmsConfiguration,
    SmsVerificationMessage: "House: {####}",
  });
  const ClientId = await passwordClient(server, UserPoolId);
  const UserAttributes = [{ Name: "phone_number", Value: "+15550100001" }];
  await server.admin.send(
    new SignUpCommand({ ClientId, Username: "ada", Password: password, UserAttributes }),
  );
  const [sent, ...others] = await textsTo("+15550100001");
  expect(others).toEqual([]);
  const { text, headers, body = "" } = sent ?? {};
  expect(text).toEqual({
    to: "+15550100001",
    message: expect.stringMatching(/^House: \d{6}$/),
    messageId: headers?.["webhook-id"],
    poolId: UserPoolId,
  });
  const signed = `${headers?.["webhook-id"]}.${headers?.["webhook-timestamp"]}.${body}`;
  const signature = createHmac("sha256", key).update(signed).digest("base64");
  expect(headers?.["webhook-signature"]).toBe(`v1,${signature}`);
  const ConfirmationCode = text?.message.slice(-6);
  await server.admin.send(new ConfirmSignUpCommand({ ClientId, Username: "ada", ConfirmationCode }));
  await signIn(server, ClientId, "ada");
});

test("a webhook in trouble gets the message again, under the same id; 422 ends it", async () => {
  const UserPoolId = await createPool(server, { SmsConfiguration });
  const UserAttributes = [{ Name: "phone_number", Value: "+15550100002" }];
  status = 503;
  await server.admin.send(new AdminCreateUserCommand({ UserPoolId, Username: "ada", UserAttributes }));
  expect(await textsTo("+15550100002")).toHaveLength(1);
  server.advance(30);
  status = 422;
  expect(await textsTo("+15550100002")).toHaveLength(2);
  server.advance(3600);
  status = 204;
  const texts = await textsTo("+15550100002");
  expect(texts).toHaveLength(2);
  expect(new Set(texts.map(({ text }) => text.messageId)).size).toBe(1);
});

test("a pool with sender triggers sends by them alone, and again when they fail", async () => {
  let failures = 1;
  const sender = () => {
    failures -= 1;
    if (failures >= 0) throw new Error("provider is away");
  };
  const pool = await poolWithTriggers(
    server,
    host,
    { CustomEmailSender: sender, CustomSMSSender: () => undefined },
    { AutoVerifiedAttributes: ["email"], SmsConfiguration },
  );
  const ClientId = await passwordClient(server, pool.poolId);
  await createPerson(server, pool.poolId, "ada", { email: "sender@example.com", email_verified: "true" });
  await server.admin.send(
    new ForgotPasswordCommand({ ClientId, Username: "ada", ClientMetadata: { lang: "de" } }),
  );
  await server.drain();
  expect(pool.events("CustomEmailSender")).toHaveLength(1);
  server.advance(30);
  await server.drain();
  server.advance(3600);
  await server.drain();
  const events = pool.events("CustomEmailSender");
  expect(events).toHaveLength(2);
  expect(events[1]).toMatchObject({
    triggerSource: "CustomEmailSender_ForgotPassword",
    userName: "ada",
    callerContext: { clientId: ClientId },
    request: {
      type: "customEmailSenderRequestV1",
      userAttributes: { email: "sender@example.com" },
      clientMetadata: { lang: "de" },
    },
  });
  expect(await decryptCode(events[1]?.request.code)).toMatch(/^\d{6}$/);
  expect(mail.mails).toEqual([]);

  const UserAttributes = [{ Name: "phone_number", Value: "+15550100003" }];
  const input = { UserPoolId: pool.poolId, Username: "ben", UserAttributes };
  await server.admin.send(new AdminCreateUserCommand({ ...input, TemporaryPassword: "Temporary-1!" }));
  expect(await textsTo("+15550100003")).toEqual([]);
  const [text] = pool.events("CustomSMSSender");
  expect(text?.triggerSource).toBe("CustomSMSSender_AdminCreateUser");
  expect(await decryptCode(text?.request.code)).toBe("Temporary-1!");
});

test("the code for a new address goes to the new address, by a sender trigger too", async () => {
  const pool = await poolWithTriggers(
    server,
    host,
    { CustomEmailSender: () => undefined },
    {
      AutoVerifiedAttributes: ["email"],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
    },
  );
  const ClientId = await passwordClient(server, pool.poolId);
  await createPerson(server, pool.poolId, "ada", { email: "old@example.com", email_verified: "true" });
  const { AccessToken } = await signIn(server, ClientId, "ada");
  const UserAttributes = [{ Name: "email", Value: "new@example.com" }];
  await server.admin.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
  await server.drain();
  const [event, ...others] = pool.events("CustomEmailSender");
  expect(others).toEqual([]);
  expect(event?.triggerSource).toBe("CustomEmailSender_UpdateUserAttribute");
  expect(event?.request.userAttributes.email).toBe("new@example.com");
});
