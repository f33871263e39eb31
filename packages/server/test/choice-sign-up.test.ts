/** USER_AUTH goes on from a confirmed sign-up, but not past what is still owed: beside sign-up-session.test.ts. */
import type { CreateUserPoolCommandInput } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lastCode } from "./support/inbox.ts";
import { byTotp, setMfa } from "./support/mfa.ts";
import { disable } from "./support/mishaps.ts";
import { choose, type PasskeyStage, setPasskeyStage } from "./support/passkeys.ts";
import { told } from "./support/password-flow.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { confirm, signUp } from "./support/sign-up.ts";

let server: TestServer;
let stage: PasskeyStage;

const invalid = "Invalid session for the user.";
const none = {};
const settings: Partial<CreateUserPoolCommandInput> = { Policies: {}, AutoVerifiedAttributes: ["email"] };

beforeAll(async () => {
  server = await startTestServer();
  stage = await setPasskeyStage(server, undefined, settings);
});
afterAll(() => server.close());

/** What ConfirmSignUp answers. */
async function signedUp({ ClientId }: PasskeyStage, name: string): Promise<string | undefined> {
  const email = `${name}@example.com`;
  await signUp(server, ClientId, name, { email });
  return (await confirm(server, ClientId, name, await lastCode(server, email))).Session;
}

test("the session signs in whatever factor is preferred: one is proven already", async () => {
  for (const preferred of ["EMAIL_OTP", "WEB_AUTHN", "PASSWORD"]) {
    const name = `ada-${preferred.toLowerCase()}`;
    const Session = await signedUp(stage, name);
    const { AuthenticationResult } = await choose(stage, name, { PREFERRED_CHALLENGE: preferred }, Session);
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  }
});

test("AP-11: no session of a challenge signs in, and no session signs in another name", async () => {
  const Session = await signedUp(stage, "bea");
  const challenge = await choose(stage, "bea", none);
  expect(await told(choose(stage, "bea", none, challenge.Session))).toBe(invalid);
  expect(await told(choose(stage, "nobody", none, Session))).toBe(invalid);
  expect(await told(choose(stage, "bea", none, Session))).toBe("ok");
});

test("somebody who was disabled meanwhile is not signed in", async () => {
  const Session = await signedUp(stage, "cleo");
  await disable(server, stage.UserPoolId, { username: "cleo", password: "", sub: "" });
  expect(await told(choose(stage, "cleo", none, Session))).toBe("User is disabled.");
});

test("AC-08: a second factor is still owed where everybody owes one", async () => {
  const strict = await setPasskeyStage(server, undefined, settings);
  await setMfa(server, strict.UserPoolId, { MfaConfiguration: "ON", ...byTotp });
  const Session = await signedUp(strict, "dora");
  const owed = await choose(strict, "dora", none, Session);
  expect(owed.ChallengeName).toBe("MFA_SETUP");
  expect(owed.AuthenticationResult).toBeUndefined();
  const used = "Invalid session for the user, session can only be used once.";
  expect(await told(choose(strict, "dora", none, Session))).toBe(used);
});
