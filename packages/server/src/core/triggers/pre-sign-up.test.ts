import { expect, test } from "vitest";
import { plainClient, plainPool, plainUser } from "../../../test/support/plain.ts";
import { failureOf, scriptedTriggers } from "../../../test/support/scripted-triggers.ts";
import { fail } from "../failures.ts";
import { preSignUp } from "./pre-sign-up.ts";

const pool = plainPool({ settings: { LambdaConfig: { PreSignUp: "arn:check" } } });
const none = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };
const all = { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: true };
const contacts = { email: "ada@example.com", phone_number: "+15550101234" };

async function ask(
  response: unknown,
  attributes: Readonly<Record<string, string>> = contacts,
  source: Parameters<typeof preSignUp>[2] = "PreSignUp_SignUp",
) {
  const { world, events } = await scriptedTriggers(() => response);
  const user = plainUser({ status: "UNCONFIRMED", attributes });
  const client = source === "PreSignUp_SignUp" ? plainClient() : undefined;
  const subject = { pool, client, user, metadata: { m: "1" } };
  return { events, answer: preSignUp(world, subject, source, { invitation: "4711" }, fail) };
}

test("tells who signs up with what", async () => {
  const { events, answer } = await ask(none);
  expect(await answer).toEqual(none);
  expect(events).toEqual([
    {
      version: "1",
      triggerSource: "PreSignUp_SignUp",
      region: "us-east-1",
      userPoolId: "us-east-1_abcdefghi",
      userName: "ada",
      callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "client" },
      request: {
        userAttributes: {
          ...contacts,
          sub: "11111111-1111-4111-8111-111111111111",
          "cognito:user_status": "UNCONFIRMED",
        },
        validationData: { invitation: "4711" },
        clientMetadata: { m: "1" },
      },
      response: none,
    },
  ]);
});

test("gives what the function decides", async () => {
  expect(await (await ask(all)).answer).toEqual(all);
  expect(await (await ask({ autoConfirmUser: true })).answer).toEqual({ ...none, autoConfirmUser: true });
});

test("an administrator decides for themselves, and is no client", async () => {
  const { events, answer } = await ask(all, contacts, "PreSignUp_AdminCreateUser");
  expect(await answer).toEqual(none);
  expect(events[0]?.callerContext.clientId).toBe("CLIENT_ID_NOT_APPLICABLE");
});

test("an address that is not there cannot be verified", async () => {
  const { email, phone_number } = contacts;
  expect(await failureOf((await ask(all, { phone_number })).answer)).toMatch(
    /^InvalidLambdaResponseException: Email is required/,
  );
  expect(await failureOf((await ask(all, { email })).answer)).toMatch(
    /^InvalidLambdaResponseException: Phone Number is required/,
  );
});

test("a flag is true or false", async () => {
  expect(await failureOf((await ask({ autoConfirmUser: "true" })).answer)).toBe(
    "InvalidLambdaResponseException: Unrecognizable lambda output",
  );
});

test("a pool without the trigger asks nobody", async () => {
  const { world, events } = await scriptedTriggers(() => all);
  const subject = { pool: plainPool(), client: plainClient(), user: plainUser(), metadata: {} };
  expect(await preSignUp(world, subject, "PreSignUp_SignUp", {}, fail)).toEqual(none);
  expect(events).toEqual([]);
});
