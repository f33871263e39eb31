import { expect, test } from "vitest";
import { plainClient, plainPool, plainUser } from "../../../test/support/plain.ts";
import { failureOf, scriptedTriggers } from "../../../test/support/scripted-triggers.ts";
import { fail } from "../failures.ts";
import { customMessage, type MessageSource } from "./custom-message.ts";

const LambdaConfig = { CustomMessage: "arn:words" };
const ownMail = { EmailConfiguration: { EmailSendingAccount: "DEVELOPER" as const } };

async function ask(response: unknown, settings: object = ownMail, source: MessageSource = "SignUp") {
  const { world, events } = await scriptedTriggers(() => response);
  const pool = plainPool({ settings: { LambdaConfig, ...settings } });
  const subject = { pool, client: plainClient(), user: plainUser(), metadata: { m: "1" } };
  return { events, worded: customMessage(world, subject, source, fail) };
}

const unrecognizable = "InvalidLambdaResponseException: Unrecognizable lambda output";

test("tells what the message is about, and the places where code and link go", async () => {
  const { events, worded } = await ask({});
  expect(await worded).toEqual({ smsMessage: undefined, emailMessage: undefined, emailSubject: undefined });
  expect(events).toMatchObject([
    {
      triggerSource: "CustomMessage_SignUp",
      request: {
        userAttributes: { sub: "11111111-1111-4111-8111-111111111111" },
        codeParameter: "{####}",
        linkParameter: "{##Click Here##}",
        usernameParameter: null,
        clientMetadata: { m: "1" },
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    },
  ]);
  const invitation = await ask({}, ownMail, "AdminCreateUser");
  await invitation.worded;
  expect(invitation.events[0]?.request.usernameParameter).toBe("{username}");
});

test("gives the function's words, of which empty ones are none", async () => {
  const response = { smsMessage: "Text {####}", emailMessage: "Mail {####}", emailSubject: "" };
  expect(await (await ask(response)).worded).toEqual({ ...response, emailSubject: undefined });
});

test.each([
  ["smsMessage", 140],
  ["emailMessage", 20_000],
  ["emailSubject", 140],
])("%s has at most %d characters", async (name, longest) => {
  expect(await (await ask({ [name]: "x".repeat(longest) })).worded).toBeDefined();
  expect(await failureOf((await ask({ [name]: "x".repeat(longest + 1) })).worded)).toBe(unrecognizable);
});

test("e-mails can be worded where the pool sends its own", async () => {
  for (const response of [{ emailMessage: "{####}" }, { emailSubject: "Hello" }]) {
    expect(await failureOf((await ask(response, {})).worded)).toBe(unrecognizable);
  }
  const sms = await (await ask({ smsMessage: "{####}" }, {})).worded;
  expect(sms?.smsMessage).toBe("{####}");
});

test("a pool without the trigger speaks by its templates", async () => {
  const { world } = await scriptedTriggers(() => ({}));
  const subject = { pool: plainPool(), client: undefined, user: plainUser(), metadata: {} };
  expect(await customMessage(world, subject, "SignUp", fail)).toBeUndefined();
});
