/** Amplify v6 and USER_AUTH: the app prefers a factor, or the person chooses one. Passkeys are a browser's story. */
import { confirmSignIn, getCurrentUser, type SignInInput, signIn, signOut } from "@aws-amplify/auth";
import { fetchAuthSession } from "@aws-amplify/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type AppSettings,
  amplifyApp,
  amplifyStory,
  done,
  email,
  phone,
  startAmplifyServer,
} from "./support/amplify.ts";
import { lastCode, otherThan } from "./support/inbox.ts";
import { byTotp } from "./support/mfa.ts";
import { expectFailure } from "./support/people.ts";
import { createPerson, password } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startAmplifyServer();
});
afterAll(() => server.close());

type Preference = "PASSWORD" | "PASSWORD_SRP" | "EMAIL_OTP" | "SMS_OTP" | "WEB_AUTHN";

const everyFactor: AppSettings = {
  pool: {
    Policies: {
      SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"] },
    },
    SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" },
  },
};
const incorrect = "Incorrect username or password.";
const wrongCode = "Invalid verification code provided, please try again.";
const passwords = [["PASSWORD"], ["PASSWORD_SRP"]] as const;
const codes = [
  ["EMAIL_OTP", "CONFIRM_SIGN_IN_WITH_EMAIL_CODE", "EMAIL", "a***@e***", email],
  ["SMS_OTP", "CONFIRM_SIGN_IN_WITH_SMS_CODE", "SMS", "+*******0100", phone],
] as const;

const begin = (preferredChallenge?: Preference, more: Partial<SignInInput> = {}) =>
  signIn({
    username: "ada",
    ...more,
    options: { authFlowType: "USER_AUTH", ...(preferredChallenge && { preferredChallenge }) },
  });
const say = (challengeResponse: string) => confirmSignIn({ challengeResponse });
const choice = (...availableChallenges: Preference[]) => ({
  isSignedIn: false,
  nextStep: { signInStep: "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION", availableChallenges },
});
const ownChoice = choice("PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP");

describe("an app that prefers", () => {
  test.each(passwords)("%s signs in at once", async (preference) => {
    const { person } = await amplifyStory(server, everyFactor);
    const wrong = begin(preference, { password: "Wrong-Horse-7" });
    await expectFailure(wrong, "NotAuthorizedException", incorrect);
    expect(await begin(preference, { password })).toEqual(done);
    expect(await getCurrentUser()).toEqual({
      username: "ada",
      userId: person.sub,
      signInDetails: { loginId: "ada", authFlowType: "USER_AUTH" },
    });
  });

  test.each(codes)(
    "%s asks for the code",
    async (preference, signInStep, deliveryMedium, destination, to) => {
      await amplifyStory(server, everyFactor);
      expect(await begin(preference)).toEqual({
        isSignedIn: false,
        nextStep: { signInStep, codeDeliveryDetails: { deliveryMedium, destination } },
      });
      expect((await fetchAuthSession()).tokens).toBeUndefined();
      const code = await lastCode(server, to);
      await expectFailure(say(otherThan(code)), "CodeMismatchException", wrongCode);
      expect(await say(code)).toEqual(done);
      expect(await getCurrentUser()).toMatchObject({ username: "ada" });
      expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined();
    },
  );

  test("what the person does not have leaves the choice to them", async () => {
    const { userPoolId } = await amplifyApp(server, everyFactor);
    await createPerson(server, userPoolId, "ada");
    for (const preference of ["EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"] as const) {
      expect(await begin(preference)).toEqual(choice("PASSWORD_SRP", "PASSWORD"));
    }
  });

  test("nothing lets an alias in all the same", async () => {
    await amplifyStory(server, { pool: { ...everyFactor.pool, AliasAttributes: ["email"] } });
    const username = "ada@example.com";
    expect(await begin("PASSWORD_SRP", { username, password })).toEqual(done);
    expect(await getCurrentUser()).toMatchObject({ username: "ada" });
    await signOut();
    await begin("EMAIL_OTP", { username });
    expect(await say(await lastCode(server, email))).toEqual(done);
    expect(await getCurrentUser()).toMatchObject({ username: "ada" });
  });
});

describe("a person chooses", () => {
  test.each(passwords)("%s, and is asked for it", async (preference) => {
    await amplifyStory(server, everyFactor);
    expect(await begin()).toEqual(ownChoice);
    expect(await say(preference)).toEqual({
      isSignedIn: false,
      nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_PASSWORD" },
    });
    await expectFailure(say("Wrong-Horse-7"), "NotAuthorizedException", incorrect);
    await begin();
    await say(preference);
    expect(await say(password)).toEqual(done);
    expect(await getCurrentUser()).toMatchObject({ username: "ada" });
  });

  test.each(codes)("%s, and is sent it", async (factor, signInStep, deliveryMedium, destination, to) => {
    await amplifyStory(server, everyFactor);
    await begin();
    expect(await say(factor)).toEqual({
      isSignedIn: false,
      nextStep: { signInStep, codeDeliveryDetails: { deliveryMedium, destination } },
    });
    expect(await say(await lastCode(server, to))).toEqual(done);
  });

  test("from what their pool allows and they have", async () => {
    await amplifyStory(server);
    expect(await begin()).toEqual(choice("PASSWORD_SRP", "PASSWORD"));
    await amplifyStory(server, everyFactor);
    expect(await begin()).toEqual(ownChoice);
  });

  test("in time", async () => {
    await amplifyStory(server, everyFactor);
    await begin();
    server.advance(181);
    await expectFailure(
      say("EMAIL_OTP"),
      "NotAuthorizedException",
      "Invalid session for the user, session is expired.",
    );
  });
});

test("AC-08: after a chosen password the second factor is owed", async () => {
  await amplifyStory(server, { mfa: { MfaConfiguration: "ON", ...byTotp } });
  expect(await begin("PASSWORD", { password })).toMatchObject({
    isSignedIn: false,
    nextStep: { signInStep: "CONTINUE_SIGN_IN_WITH_TOTP_SETUP" },
  });
});

describe("a name nobody has", () => {
  test("is told where the client allows it", async () => {
    await amplifyApp(server, everyFactor);
    await expectFailure(begin(), "UserNotFoundException", "User does not exist.");
  });

  test("looks like anybody's where it does not, and gets nowhere", async () => {
    await amplifyApp(server, { ...everyFactor, client: { PreventUserExistenceErrors: "ENABLED" } });
    expect(await begin()).toMatchObject({
      nextStep: { signInStep: "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION" },
    });
    for (const [preference] of passwords) {
      await expectFailure(begin(preference, { password }), "NotAuthorizedException", incorrect);
    }
    const asked = await begin("EMAIL_OTP");
    if (asked.nextStep.signInStep === "CONFIRM_SIGN_IN_WITH_EMAIL_CODE") {
      await expectFailure(say("123456"), "CodeMismatchException", wrongCode);
    }
  });
});
