import { expect, test } from "vitest";
import { plainClient, plainPool, plainUser } from "../../../test/support/plain.ts";
import { testWorld, writtenMessages } from "../../../test/support/world.ts";
import { fail } from "../failures.ts";
import { sub } from "../ids.ts";
import type { Pool, PoolSettings } from "../pools/pool.ts";
import { codeHash, prepareCode, storeCode } from "./code.ts";
import type { CodePurpose, CodeRequest } from "./code-request.ts";
import type { Contact } from "./contact.ts";

function aPool(settings: PoolSettings = {}): Pool {
  return plainPool({ settings });
}

const ada = sub("11111111-1111-4111-8111-111111111111");
const email: Contact = { attribute: "email", medium: "EMAIL", to: "ada@example.com" };
const phone: Contact = { attribute: "phone_number", medium: "SMS", to: "+15550101234" };

/** Sends a code, and answers what was stored of it and the code itself. */
async function send(pool: Pool, purpose: CodePurpose, contact: Contact, change: Partial<CodeRequest> = {}) {
  const world = await testWorld();
  const user = plainUser({ poolId: pool.poolId, sub: ada, username: "ada" });
  const request = { pool, client: undefined, user, purpose, contact, boundTo: null, metadata: {}, fail };
  const prepared = await prepareCode(world, { ...request, source: "ForgotPassword", ...change });
  await world.store.write((tables) => storeCode(tables, prepared));
  const { row: stored, details } = prepared;
  const message = (await writtenMessages(world))[0];
  return { world, stored, details, message, code: /\d{6}/.exec(message?.body ?? "")?.[0] ?? "" };
}

test("a code has six digits, is stored as a digest and shown as a hint", async () => {
  const { world, stored, details, message, code } = await send(aPool(), "resetPassword", email);
  expect(code).toMatch(/^\d{6}$/);
  expect(stored?.codeHash).toBe(codeHash(world, ada, "resetPassword", code, null));
  expect(JSON.stringify(stored)).not.toContain(code);
  expect(details).toEqual({ Destination: "a***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" });
  expect(message).toMatchObject({
    medium: "EMAIL",
    to: "ada@example.com",
    subject: "Your code for a new password",
  });
});

test("a code to set a password lasts an hour, one for an address a day", async () => {
  const hour = 3_600_000;
  const reset = await send(aPool(), "resetPassword", email);
  expect(reset.stored?.expiresAt).toBe(reset.world.clock.now() + hour);
  const verify = await send(aPool(), "verify:email", email);
  expect(verify.stored?.expiresAt).toBe(verify.world.clock.now() + 24 * hour);
});

test("a code of one person or purpose is not one of another", async () => {
  const world = await testWorld();
  const ben = sub("22222222-2222-4222-8222-222222222222");
  const hashes = [
    codeHash(world, ada, "resetPassword", "123456", null),
    codeHash(world, ada, "verify:email", "123456", null),
    codeHash(world, ben, "resetPassword", "123456", null),
    codeHash(world, ada, "resetPassword", "123456", "session"),
  ];
  expect(new Set(hashes).size).toBe(4);
});

test("the pool's own words are used, and never break a header", async () => {
  const EmailSubject = "Hello\r\nBcc: eve@example.com";
  const template = { EmailSubject, EmailMessage: "Say {####}", SmsMessage: "Text {####}" };
  const pool = aPool({ VerificationMessageTemplate: template });
  const mail = await send(pool, "verify:email", email);
  expect(mail.message).toMatchObject({ subject: "Hello Bcc: eve@example.com", body: `Say ${mail.code}` });
  const text = await send(pool, "resetPassword", phone);
  expect(text.message).toMatchObject({
    medium: "SMS",
    to: "+15550101234",
    subject: undefined,
    body: `Text ${text.code}`,
  });
});

test("AC-07: a code that signs in lives as long as its session, and ten minutes at most", async () => {
  const minutes = 60_000;
  const short = await send(aPool(), "signIn", email, { sessionMs: 3 * minutes });
  expect(short.stored.expiresAt).toBe(short.world.clock.now() + 3 * minutes);
  const long = await send(aPool(), "signIn", email, { sessionMs: 15 * minutes });
  expect(long.stored.expiresAt).toBe(long.world.clock.now() + 10 * minutes);
});

test("HP-08: the link of a sign-up leads to the configured address", async () => {
  const template = { DefaultEmailOption: "CONFIRM_WITH_LINK", EmailMessageByLink: "{##Go##}" } as const;
  const client = plainClient({});
  const { message, code } = await send(aPool({ VerificationMessageTemplate: template }), "signUp", email, {
    client,
  });
  const query = new URLSearchParams({
    client_id: client.clientId,
    user_name: "ada",
    confirmation_code: code,
  });
  expect(message?.body).toBe(`Go: http://localhost:7665/confirmUser?${query}`);
});
