/** Amplify v6 signs people up: with a code, and without one where a trigger says so. */
import {
  confirmSignUp,
  fetchUserAttributes,
  getCurrentUser,
  resendSignUpCode,
  type SignUpInput,
  signIn,
  signUp,
} from "@aws-amplify/auth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AppSettings, amplifyApp, amplifyStory, done } from "./support/amplify.ts";
import { startWelcomingServer, welcoming } from "./support/amplify-triggers.ts";
import { lastCode, otherThan } from "./support/inbox.ts";
import { expectFailure } from "./support/people.ts";
import { password } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startWelcomingServer();
});
afterAll(() => server.close());

const username = "grace";
const email = "grace@example.com";
const withEmail = { userAttributes: { email } };
const toEmail = { attributeName: "email", deliveryMedium: "EMAIL", destination: "g***@e***" };
const confirmed = { isSignUpComplete: true, nextStep: { signUpStep: "DONE" } };
const wrongCode = "Invalid verification code provided, please try again.";

const codeFor = (address: string) => lastCode(server, address);

describe("signing up", () => {
  test("sends a code, which confirms", async () => {
    await amplifyApp(server);
    const signedUp = await signUp({ username, password, options: withEmail });
    expect(signedUp).toEqual({
      isSignUpComplete: false,
      nextStep: { signUpStep: "CONFIRM_SIGN_UP", codeDeliveryDetails: toEmail },
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(await signIn({ username, password })).toEqual({
      isSignedIn: false,
      nextStep: { signInStep: "CONFIRM_SIGN_UP" },
    });
    const confirmationCode = await codeFor(email);
    const wrong = confirmSignUp({ username, confirmationCode: otherThan(confirmationCode) });
    await expectFailure(wrong, "CodeMismatchException", wrongCode);
    expect(await confirmSignUp({ username, confirmationCode })).toEqual(confirmed);
    expect(await signIn({ username, password })).toEqual(done);
    expect(await getCurrentUser()).toMatchObject({ username, userId: signedUp.userId });
    expect(await fetchUserAttributes()).toEqual({ sub: signedUp.userId, email, email_verified: "true" });
    await expectFailure(
      confirmSignUp({ username, confirmationCode }),
      "NotAuthorizedException",
      "User cannot be confirmed. Current status is CONFIRMED",
    );
  });

  test("by phone sends a text message", async () => {
    await amplifyApp(server, {
      pool: {
        AutoVerifiedAttributes: ["phone_number"],
        SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" },
      },
    });
    const userAttributes = { phone_number: "+15555550177" };
    expect(await signUp({ username, password, options: { userAttributes } })).toMatchObject({
      nextStep: {
        codeDeliveryDetails: {
          attributeName: "phone_number",
          deliveryMedium: "SMS",
          destination: "+*******0177",
        },
      },
    });
    const confirmationCode = await codeFor("+15555550177");
    expect(await confirmSignUp({ username, confirmationCode })).toEqual(confirmed);
    await signIn({ username, password });
    expect(await fetchUserAttributes()).toMatchObject({ phone_number_verified: "true" });
  });

  test("with an e-mail address for a name makes a name of its own", async () => {
    await amplifyApp(server, { pool: { UsernameAttributes: ["email"] } });
    const { userId } = await signUp({ username: email, password });
    expect(await confirmSignUp({ username: email, confirmationCode: await codeFor(email) })).toEqual(
      confirmed,
    );
    expect(await signIn({ username: email, password })).toEqual(done);
    expect(await getCurrentUser()).toMatchObject({ username: userId, userId });
  });

  test("sends the code again, and the one before it is worth nothing", async () => {
    await amplifyApp(server);
    await signUp({ username, password, options: withEmail });
    const first = await codeFor(email);
    expect(await resendSignUpCode({ username })).toEqual(toEmail);
    const second = await codeFor(email);
    if (first !== second) {
      await expectFailure(
        confirmSignUp({ username, confirmationCode: first }),
        "CodeMismatchException",
        wrongCode,
      );
    }
    expect(await confirmSignUp({ username, confirmationCode: second })).toEqual(confirmed);
    await expectFailure(
      resendSignUpCode({ username }),
      "InvalidParameterException",
      "User is already confirmed.",
    );
  });

  test("waits a day for the code", async () => {
    await amplifyApp(server);
    await signUp({ username, password, options: withEmail });
    const confirmationCode = await codeFor(email);
    server.advance(24 * 3600 + 1);
    await expectFailure(
      confirmSignUp({ username, confirmationCode }),
      "ExpiredCodeException",
      "Invalid code provided, please request a code again.",
    );
  });

  test("moves an address to whoever proves it last, if they insist", async () => {
    await amplifyStory(server, { pool: { AliasAttributes: ["email"] } });
    const ada = "ada@example.com";
    await signUp({ username, password, options: { userAttributes: { email: ada } } });
    const confirmationCode = await codeFor(ada);
    await expectFailure(confirmSignUp({ username, confirmationCode }), "AliasExistsException");
    const options = { forceAliasCreation: true };
    expect(await confirmSignUp({ username, confirmationCode, options })).toEqual(confirmed);
    await signIn({ username: ada, password });
    expect(await getCurrentUser()).toMatchObject({ username });
  });

  test("needs no code where a trigger says so", async () => {
    await amplifyApp(server, { pool: welcoming });
    const options = { userAttributes: { email: "grace@house.example" } };
    expect(await signUp({ username, password, options })).toEqual({
      ...confirmed,
      userId: expect.any(String),
    });
    expect(await signIn({ username, password })).toEqual(done);
    expect(await fetchUserAttributes()).toMatchObject({ email_verified: "true" });
  });
});

describe("signing up is refused", () => {
  test.each<readonly [string, AppSettings, SignUpInput, string, string | undefined]>([
    [
      "for a weak password",
      {},
      { username, password: "short", options: withEmail },
      "InvalidPasswordException",
      "Password did not conform with policy: Password not long enough",
    ],
    [
      "without a password, where one is needed",
      {},
      { username, options: withEmail },
      "InvalidParameterException",
      undefined,
    ],
    [
      "where administrators make the accounts",
      { pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } },
      { username, password, options: withEmail },
      "NotAuthorizedException",
      "SignUp is not permitted for this user pool",
    ],
    [
      "without what the pool requires",
      { pool: { Schema: [{ Name: "family_name", Required: true }] } },
      { username, password, options: withEmail },
      "InvalidParameterException",
      "Attributes did not conform to the schema: family_name: The attribute is required",
    ],
    [
      "by a trigger",
      { pool: welcoming },
      { username, password, options: { ...withEmail, validationData: { robot: "yes" } } },
      "UserLambdaValidationException",
      "PreSignUp failed with error No robots.",
    ],
  ])("%s", async (_why, settings, input, name, message) => {
    await amplifyApp(server, settings);
    await expectFailure(signUp(input), name, message);
  });

  test("for a name that somebody has", async () => {
    await amplifyStory(server, { client: { PreventUserExistenceErrors: "ENABLED" } });
    await expectFailure(
      signUp({ username: "ada", password, options: withEmail }),
      "UsernameExistsException",
      "User already exists",
    );
  });

  test("a code for a name nobody has, and tells so only where the client allows it", async () => {
    await amplifyApp(server);
    const confirm = () => confirmSignUp({ username: "nobody", confirmationCode: "123456" });
    await expectFailure(confirm(), "UserNotFoundException");
    await expectFailure(resendSignUpCode({ username: "nobody" }), "UserNotFoundException");
    await amplifyApp(server, { client: { PreventUserExistenceErrors: "ENABLED" } });
    await expect(confirm()).rejects.toMatchObject({
      name: expect.stringMatching(/^(CodeMismatch|ExpiredCode)Exception$/),
    });
  });
});
