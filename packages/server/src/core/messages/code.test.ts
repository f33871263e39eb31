import { expect, test } from "vitest";
import { testWorld, writtenMessages } from "../../../test/support/world.ts";
import { poolId, sub } from "../ids.ts";
import type { Pool, PoolSettings } from "../pools/pool.ts";
import type { VerificationCode } from "../sign-in/verification-code.ts";
import { codeHash, sendCode } from "./code.ts";
import type { Contact } from "./contact.ts";

function aPool(settings: PoolSettings = {}): Pool {
  const mfa = { MfaConfiguration: "OFF" } as const;
  const id = poolId("us-east-1_abcdefghi");
  return { poolId: id, settings, mfa, hasEternalIdTokens: false, createdAt: 0, modifiedAt: 0 };
}

const ada = sub("11111111-1111-4111-8111-111111111111");
const email: Contact = { attribute: "email", medium: "EMAIL", to: "ada@example.com" };
const phone: Contact = { attribute: "phone_number", medium: "SMS", to: "+15550101234" };

/** Sends a code, and answers what was stored of it and the code itself. */
async function send(pool: Pool, purpose: "resetPassword" | "verify:email", contact: Contact) {
  const world = await testWorld();
  let stored: VerificationCode | undefined;
  const details = await world.store.write((tables) => {
    const verificationCodes = {
      ...tables.verificationCodes,
      async put(code: VerificationCode) {
        stored = code;
        await tables.verificationCodes.put(code);
      },
    };
    return sendCode(world, { ...tables, verificationCodes }, pool, ada, purpose, contact);
  });
  const message = (await writtenMessages(world))[0];
  return { world, stored, details, message, code: /\d{6}/.exec(message?.body ?? "")?.[0] ?? "" };
}

test("a code has six digits, is stored as a digest and shown as a hint", async () => {
  const { world, stored, details, message, code } = await send(aPool(), "resetPassword", email);
  expect(code).toMatch(/^\d{6}$/);
  expect(stored?.codeHash).toBe(codeHash(world, ada, "resetPassword", code));
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
    codeHash(world, ada, "resetPassword", "123456"),
    codeHash(world, ada, "verify:email", "123456"),
    codeHash(world, ben, "resetPassword", "123456"),
  ];
  expect(new Set(hashes).size).toBe(3);
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
