/** `amazon-cognito-identity-js` 6, unmodified: an account from sign-up to its end. */
import { InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { ISignUpResult } from "amazon-cognito-identity-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  attributes,
  authenticate,
  called,
  type IdentityApp,
  identityApp,
  reach,
  signedIn,
  succeeded,
} from "./support/identity-js.ts";
import { lastCode } from "./support/inbox.ts";
import { invite } from "./support/password-flow.ts";
import { createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;
let app: IdentityApp;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, {
    AutoVerifiedAttributes: ["email"],
    AliasAttributes: ["email"],
  });
  const { clientId } = await createClient(server, UserPoolId);
  app = identityApp(server, UserPoolId, clientId);
});
afterAll(() => server.close());

const newPassword = "Another-Horse-8";

function signUp(name: string, email: string): Promise<ISignUpResult | undefined> {
  return called((done) => app.pool.signUp(name, password, attributes({ email }), [], done));
}

test("a person signs up, confirms the mailed code, signs in by SRP and reads their own account", async () => {
  const result = await signUp("ada", "ada@example.com");
  expect(result).toMatchObject({ userConfirmed: false });
  expect(result?.codeDeliveryDetails).toMatchObject({ Destination: "a***@e***", DeliveryMedium: "EMAIL" });
  const ada = app.user("ada");
  await expect(authenticate(ada, password)).rejects.toMatchObject({ code: "UserNotConfirmedException" });
  await expect(called((done) => ada.confirmRegistration("000000", false, done))).rejects.toMatchObject({
    code: "CodeMismatchException",
  });
  await called((done) => ada.resendConfirmationCode(done));
  const code = await lastCode(server, "ada@example.com");
  expect(await called((done) => ada.confirmRegistration(code, false, done))).toBe("SUCCESS");

  const session = await signedIn(authenticate(ada, password));
  expect(session.isValid()).toBe(true);
  expect(session.getIdToken().payload).toMatchObject({ email: "ada@example.com", email_verified: true });
  const own = await called<{ Name: string; Value: string }[] | undefined>((done) =>
    ada.getUserAttributes(done),
  );
  expect(own).toContainEqual({ Name: "email_verified", Value: "true" });
});

test("signs in by an alias, and a wrong password is refused in the service's words", async () => {
  await createPerson(server, UserPoolId, "bea", { email: "bea@example.com", email_verified: "true" });
  expect((await signedIn(authenticate(app.user("bea@example.com"), password))).isValid()).toBe(true);
  await expect(authenticate(app.user("bea"), "Wrong-Horse-7")).rejects.toMatchObject({
    code: "NotAuthorizedException",
    message: "Incorrect username or password.",
  });
  await expect(authenticate(app.user("nobody"), password)).rejects.toMatchObject({
    code: "UserNotFoundException",
  });
});

test("a temporary password is replaced in the same sign-in", async () => {
  await invite(server, UserPoolId, "cleo", { email: "cleo@example.com", email_verified: "true" });
  const cleo = app.user("cleo");
  const reached = await authenticate(cleo, password);
  expect(reached.at).toBe("newPassword");
  await signedIn(reach((callbacks) => cleo.completeNewPasswordChallenge(newPassword, {}, callbacks)));
  expect((await signedIn(authenticate(app.user("cleo"), newPassword))).isValid()).toBe(true);
});

test("changes attributes and proves a new address", async () => {
  await createPerson(server, UserPoolId, "dora", { email: "dora@example.com", email_verified: "true" });
  const dora = app.user("dora");
  await signedIn(authenticate(dora, password));
  await called((done) =>
    dora.updateAttributes(attributes({ email: "new@example.com", nickname: "Do" }), done),
  );
  const code = await lastCode(server, "new@example.com");
  await succeeded((callbacks) => dora.verifyAttribute("email", code, callbacks));
  const own = await called<{ Name: string; Value: string }[] | undefined>((done) =>
    dora.getUserAttributes(done),
  );
  expect(own).toContainEqual({ Name: "email_verified", Value: "true" });
  expect(own).toContainEqual({ Name: "nickname", Value: "Do" });
});

test("a lost password is replaced by a mailed code, and the old sign-in is over", async () => {
  await createPerson(server, UserPoolId, "ella", { email: "ella@example.com", email_verified: "true" });
  const before = await signedIn(authenticate(app.user("ella"), password));
  const ella = app.user("ella");
  const sent = await succeeded((callbacks) => ella.forgotPassword(callbacks));
  expect(sent).toMatchObject({ CodeDeliveryDetails: { AttributeName: "email" } });
  const code = await lastCode(server, "ella@example.com");
  await succeeded((callbacks) => ella.confirmPassword(code, newPassword, callbacks));
  expect((await signedIn(authenticate(app.user("ella"), newPassword))).isValid()).toBe(true);
  const stale = called((done) => app.user("ella").refreshSession(before.getRefreshToken(), done));
  await expect(stale).rejects.toMatchObject({ code: "NotAuthorizedException" });
});

test("changes the password, refreshes, signs out everywhere, and deletes the account", async () => {
  await createPerson(server, UserPoolId, "fay", { email: "fay@example.com", email_verified: "true" });
  const fay = app.user("fay");
  const session = await signedIn(authenticate(fay, password));
  expect(await called((done) => fay.changePassword(password, newPassword, done))).toBe("SUCCESS");
  await called((done) => fay.refreshSession(session.getRefreshToken(), done));
  expect(await succeeded((callbacks) => fay.globalSignOut(callbacks))).toBe("SUCCESS");
  const stale = called((done) => app.user("fay").refreshSession(session.getRefreshToken(), done));
  await expect(stale).rejects.toMatchObject({ code: "NotAuthorizedException" });

  const again = app.user("fay");
  await signedIn(authenticate(again, newPassword));
  expect(await called((done) => again.deleteUser(done))).toBe("SUCCESS");
  await expect(authenticate(app.user("fay"), newPassword)).rejects.toMatchObject({
    code: "UserNotFoundException",
  });
});

test("signing out revokes the refresh token", async () => {
  await createPerson(server, UserPoolId, "gwen");
  const gwen = app.user("gwen");
  const session = await signedIn(authenticate(gwen, password));
  await new Promise<void>((resolve) => gwen.signOut(resolve));
  const refresh = new InitiateAuthCommand({
    ClientId: app.pool.getClientId(),
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: session.getRefreshToken().getToken() },
  });
  await expect(server.admin.send(refresh)).rejects.toMatchObject({
    message: "Refresh Token has been revoked",
  });
});
