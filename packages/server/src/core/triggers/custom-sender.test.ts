import { expect, test } from "vitest";
import { plainClient, plainPool, plainUser } from "../../../test/support/plain.ts";
import { scriptedTriggers } from "../../../test/support/scripted-triggers.ts";
import type { World } from "../ports.ts";
import { type CustomSending, hasCustomSender, sendByTrigger } from "./custom-sender.ts";

const arn = (name: string) => ({ LambdaVersion: "V1_0" as const, LambdaArn: `arn:${name}` });
const pool = plainPool({ settings: { LambdaConfig: { CustomEmailSender: arn("mail") } } });

const sending = (change: Partial<CustomSending> = {}): CustomSending => ({
  pool,
  medium: "EMAIL",
  source: "ForgotPassword",
  code: "123456",
  subject: { client: plainClient(), user: plainUser({ attributes: { email: "ada@example.com" } }) },
  metadata: { m: "1" },
  ...change,
});

test("each medium has its own sender", () => {
  expect(hasCustomSender(pool, "EMAIL")).toBe(true);
  expect(hasCustomSender(pool, "SMS")).toBe(false);
  const sms = plainPool({ settings: { LambdaConfig: { CustomSMSSender: arn("sms") } } });
  expect([hasCustomSender(sms, "EMAIL"), hasCustomSender(sms, "SMS")]).toEqual([false, true]);
  expect(hasCustomSender(plainPool(), "EMAIL")).toBe(false);
});

test("the code goes encrypted, and nowhere in the clear", async () => {
  const { world, events } = await scriptedTriggers(() => "whatever");
  expect(await sendByTrigger(world, sending())).toBe(true);
  expect(events).toMatchObject([
    {
      triggerSource: "CustomEmailSender_ForgotPassword",
      userName: "ada",
      callerContext: { clientId: "client" },
      request: {
        type: "customEmailSenderRequestV1",
        code: "encrypted 123456",
        userAttributes: { email: "ada@example.com", "cognito:user_status": "CONFIRMED" },
        clientMetadata: { m: "1" },
      },
    },
  ]);
});

test("texts are another sender's", async () => {
  const { world, events } = await scriptedTriggers(() => ({}));
  const sms = plainPool({ settings: { LambdaConfig: { CustomSMSSender: arn("sms") } } });
  expect(await sendByTrigger(world, sending({ pool: sms, medium: "SMS", source: "SignUp" }))).toBe(true);
  expect(events).toMatchObject([
    { triggerSource: "CustomSMSSender_SignUp", request: { type: "customSMSSenderRequestV1" } },
  ]);
});

test("a sender that fails, a code that cannot be encrypted, and no sender at all: not sent", async () => {
  const { world } = await scriptedTriggers(() => {
    throw new Error("no mail today");
  });
  expect(await sendByTrigger(world, sending())).toBe(false);
  const keyless: World = {
    ...world,
    triggers: { ...world.triggers, encryptForSender: async () => undefined },
  };
  expect(await sendByTrigger(keyless, sending())).toBe(false);
  expect(await sendByTrigger(world, sending({ medium: "SMS" }))).toBe(false);
});
