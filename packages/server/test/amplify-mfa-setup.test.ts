/** Amplify v6 where the pool demands a second factor: whoever has none sets one up on the way in. */
import {
  confirmSignIn,
  fetchMFAPreference,
  fetchUserAttributes,
  getCurrentUser,
  signIn,
  signOut,
} from "@aws-amplify/auth";
import { fetchAuthSession } from "@aws-amplify/core";
import type { SetUserPoolMfaConfigCommandInput } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { amplifyApp, amplifyStory, done, startAmplifyServer } from "./support/amplify.ts";
import { lastCode } from "./support/inbox.ts";
import { byEmail, bySms, byTotp, wrongTotp } from "./support/mfa.ts";
import { invite } from "./support/password-flow.ts";
import { expectFailure } from "./support/people.ts";
import { createPerson, password } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startAmplifyServer();
});
afterAll(() => server.close());

const enter = () => signIn({ username: "grace", password });
const codeNow = (secret: string) => totp(secret, server.clock.now());

/** Grace, who has neither address nor number. */
async function demanding(factors: Partial<SetUserPoolMfaConfigCommandInput>): Promise<void> {
  const { userPoolId } = await amplifyApp(server, { mfa: { MfaConfiguration: "ON", ...factors } });
  await createPerson(server, userPoolId, "grace");
}

/** The secret that Amplify was given for the app. */
function secretOf({ nextStep }: Awaited<ReturnType<typeof signIn>>): string {
  if (nextStep.signInStep !== "CONTINUE_SIGN_IN_WITH_TOTP_SETUP") throw new Error(nextStep.signInStep);
  return nextStep.totpSetupDetails.sharedSecret;
}

test("an authenticator app is set up, and asked for the next time", async () => {
  await demanding(byTotp);
  const secret = secretOf(await enter());
  expect((await fetchAuthSession()).tokens).toBeUndefined();
  await expectFailure(
    confirmSignIn({ challengeResponse: wrongTotp(secret, server.clock.now()) }),
    "EnableSoftwareTokenMFAException",
    "Code mismatch",
  );
  const options = { friendlyDeviceName: "Phone" };
  expect(await confirmSignIn({ challengeResponse: codeNow(secret), options })).toEqual(done);
  expect(await getCurrentUser()).toMatchObject({ username: "grace" });
  expect(await fetchMFAPreference()).toMatchObject({ enabled: ["TOTP"] });

  await signOut();
  server.advance(30);
  expect(await enter()).toMatchObject({ nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_TOTP_CODE" } });
  expect(await confirmSignIn({ challengeResponse: codeNow(secret) })).toEqual(done);
});

test("an e-mail address is given, proven, and kept as verified", async () => {
  await demanding(byEmail);
  expect(await enter()).toEqual({
    isSignedIn: false,
    nextStep: { signInStep: "CONTINUE_SIGN_IN_WITH_EMAIL_SETUP" },
  });
  expect(await confirmSignIn({ challengeResponse: "grace@example.com" })).toEqual({
    isSignedIn: false,
    nextStep: {
      signInStep: "CONFIRM_SIGN_IN_WITH_EMAIL_CODE",
      codeDeliveryDetails: { deliveryMedium: "EMAIL", destination: "g***@e***" },
    },
  });
  const code = await lastCode(server, "grace@example.com");
  expect(await confirmSignIn({ challengeResponse: code })).toEqual(done);
  expect(await fetchUserAttributes()).toMatchObject({ email: "grace@example.com", email_verified: "true" });

  await signOut();
  expect(await enter()).toMatchObject({ nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_EMAIL_CODE" } });
});

test("the person chooses which of two to set up", async () => {
  await demanding({ ...byTotp, ...byEmail });
  const asked = await enter();
  if (asked.nextStep.signInStep !== "CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION") {
    throw new Error(asked.nextStep.signInStep);
  }
  expect(asked.nextStep.allowedMFATypes?.toSorted()).toEqual(["EMAIL", "TOTP"]);
  expect(await confirmSignIn({ challengeResponse: "EMAIL" })).toMatchObject({
    nextStep: { signInStep: "CONTINUE_SIGN_IN_WITH_EMAIL_SETUP" },
  });

  await enter();
  const secret = secretOf(await confirmSignIn({ challengeResponse: "TOTP" }));
  expect(await confirmSignIn({ challengeResponse: codeNow(secret) })).toEqual(done);
});

test("whoever can be sent a code has nothing to set up", async () => {
  await amplifyStory(server, { mfa: { MfaConfiguration: "ON", ...byTotp, ...bySms } });
  expect(await signIn({ username: "ada", password })).toMatchObject({
    nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_SMS_CODE" },
  });
  const code = await lastCode(server, "+15555550100");
  expect(await confirmSignIn({ challengeResponse: code })).toEqual(done);
});

test("a new password comes first, and what is demanded after it", async () => {
  const { userPoolId: UserPoolId } = await amplifyApp(server, { mfa: { MfaConfiguration: "ON", ...byTotp } });
  await invite(server, UserPoolId, "grace");
  expect(await enter()).toMatchObject({
    nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED" },
  });
  const secret = secretOf(await confirmSignIn({ challengeResponse: "Better-Battery-8" }));
  expect(await confirmSignIn({ challengeResponse: codeNow(secret) })).toEqual(done);
});
