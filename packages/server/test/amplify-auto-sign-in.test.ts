/** Amplify v6 goes on from a sign-up into the first sign-in by itself: by password, or by the code that confirmed it. */
import {
  autoSignIn,
  confirmSignIn,
  confirmSignUp,
  fetchUserAttributes,
  getCurrentUser,
  type SignInOutput,
  signIn,
  signOut,
  signUp,
} from "@aws-amplify/auth";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type AppSettings, amplifyApp, done } from "./support/amplify.ts";
import { startWelcomingServer, welcoming } from "./support/amplify-triggers.ts";
import { lastCode } from "./support/inbox.ts";
import { byTotp } from "./support/mfa.ts";
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
const goingOn = { isSignUpComplete: true, nextStep: { signUpStep: "COMPLETE_AUTO_SIGN_IN" } };

const codeFor = (address: string) => lastCode(server, address);

/** It takes no second call within 300 ms: that time is let go by. */
async function goOn(): Promise<SignInOutput> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  try {
    return await autoSignIn();
  } finally {
    vi.advanceTimersByTime(300);
    vi.useRealTimers();
  }
}

test("by the password that Amplify remembers", async () => {
  await amplifyApp(server);
  expect(await signUp({ username, password, options: { ...withEmail, autoSignIn: true } })).toMatchObject({
    nextStep: { signUpStep: "CONFIRM_SIGN_UP" },
  });
  const confirmationCode = await codeFor(email);
  expect(await confirmSignUp({ username, confirmationCode })).toEqual(goingOn);
  expect(await goOn()).toEqual(done);
  expect(await getCurrentUser()).toMatchObject({ username });
  await expectFailure(goOn(), "AutoSignInException");
});

test("at once, where a trigger confirmed it", async () => {
  await amplifyApp(server, { pool: welcoming });
  const userAttributes = { email: "grace@house.example" };
  expect(await signUp({ username, password, options: { userAttributes, autoSignIn: true } })).toMatchObject(
    goingOn,
  );
  expect(await goOn()).toEqual(done);
});

const passwordless: AppSettings = {
  pool: {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
    ...welcoming,
  },
};
const byChoice = { autoSignIn: { authFlowType: "USER_AUTH" } } as const;

test("without a password: the code that confirmed it is enough, once", async () => {
  await amplifyApp(server, passwordless);
  await signUp({ username, options: { ...withEmail, ...byChoice } });
  const confirmationCode = await codeFor(email);
  expect(await confirmSignUp({ username, confirmationCode })).toEqual(goingOn);
  expect(await goOn()).toEqual(done);
  expect(await fetchUserAttributes()).toMatchObject({ email, email_verified: "true" });

  await signOut();
  const options = { authFlowType: "USER_AUTH", preferredChallenge: "EMAIL_OTP" } as const;
  expect(await signIn({ username, options })).toMatchObject({
    nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_EMAIL_CODE" },
  });
  expect(await confirmSignIn({ challengeResponse: await codeFor(email) })).toEqual(done);
});

test("AC-08: by a code, where a trigger alone confirmed it", async () => {
  await amplifyApp(server, passwordless);
  const userAttributes = { email: "grace@house.example" };
  expect(await signUp({ username, options: { userAttributes, ...byChoice } })).toMatchObject(goingOn);
  // The address is the trigger's word alone: nothing that this person did is proof of anything yet.
  expect(await goOn()).toEqual({
    isSignedIn: false,
    nextStep: {
      signInStep: "CONFIRM_SIGN_IN_WITH_EMAIL_CODE",
      codeDeliveryDetails: { deliveryMedium: "EMAIL", destination: "g***@h***" },
    },
  });
  const challengeResponse = await codeFor("grace@house.example");
  expect(await confirmSignIn({ challengeResponse })).toEqual(done);
  expect(await getCurrentUser()).toMatchObject({ username });
});

test("too late, when the session of the confirmation is over", async () => {
  await amplifyApp(server, passwordless);
  await signUp({ username, options: { ...withEmail, ...byChoice } });
  await confirmSignUp({ username, confirmationCode: await codeFor(email) });
  server.advance(181);
  await expectFailure(goOn(), "NotAuthorizedException", "Invalid session for the user, session is expired.");
});

test("AC-08: a second factor is still owed", async () => {
  await amplifyApp(server, { mfa: { MfaConfiguration: "ON", ...byTotp } });
  await signUp({ username, password, options: { ...withEmail, ...byChoice } });
  await confirmSignUp({ username, confirmationCode: await codeFor(email) });
  expect(await goOn()).toMatchObject({
    isSignedIn: false,
    nextStep: { signInStep: "CONTINUE_SIGN_IN_WITH_TOTP_SETUP" },
  });
});
