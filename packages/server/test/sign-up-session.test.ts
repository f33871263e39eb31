/** Signing in at once after signing up, and signing up without a password. */
import {
  AdminGetUserCommand,
  ChangePasswordCommand,
  type ConfirmSignUpCommandInput,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lastCode } from "./support/inbox.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { createClient, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { confirm, outcomes, signUp, times } from "./support/sign-up.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, {
    AutoVerifiedAttributes: ["email"],
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
  });
  ClientId = (await createClient(server, UserPoolId, { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] })).clientId;
});
afterAll(() => server.close());

const mailOf = (name: string) => `${name}@example.com`;
const begin = (name: string, client = ClientId) =>
  signUp(server, client, name, { email: mailOf(name) }, { Password: undefined });
const finish = async (name: string, more: Partial<ConfirmSignUpCommandInput>, client = ClientId) =>
  confirm(server, client, name, await lastCode(server, mailOf(name)), more);
const goOn = (USERNAME: string, Session: string | undefined, client = ClientId) =>
  server.admin.send(
    new InitiateAuthCommand({
      ClientId: client,
      AuthFlow: "USER_AUTH",
      AuthParameters: { USERNAME },
      Session,
    }),
  );
const invalid = "Invalid session for the user.";

test("whoever confirms is in, without a password and without another code", async () => {
  const { Session: begun } = await begin("ada");
  const { Session } = await finish("ada", { Session: begun });
  const { AuthenticationResult } = await goOn("ada", Session);
  expect(AuthenticationResult?.AccessToken).toBeDefined();
});

test("without SignUp's session the confirmation opens one too", async () => {
  await begin("bea");
  const { Session } = await finish("bea", {});
  expect((await goOn("bea", Session)).AuthenticationResult).toBeDefined();
});

test("AP-11: it is good for one sign-in, of many at once", async () => {
  await begin("once");
  const { Session } = await finish("once", {});
  const counts = await outcomes(times(20, () => goOn("once", Session)));
  expect(counts).toEqual({ ok: 1, NotAuthorizedException: 19 });
});

test("AP-11: it is good for three minutes, this person and this client", async () => {
  await begin("max");
  await begin("mia");
  const { Session } = await finish("max", {});
  await finish("mia", {});
  const other = await createClient(server, UserPoolId, { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] });
  await expectFailure(goOn("mia", Session), "NotAuthorizedException", invalid);
  await expectFailure(goOn("max", Session, other.clientId), "NotAuthorizedException", invalid);
  server.advance(180);
  const late = "Invalid session for the user, session is expired.";
  await expectFailure(goOn("max", Session), "NotAuthorizedException", late);
});

test("AC-08: SignUp's session signs nobody in, before the code comes back or after", async () => {
  const { Session: begun } = await begin("eve");
  await expectFailure(goOn("eve", begun), "NotAuthorizedException", invalid);
  await finish("eve", {});
  await expectFailure(goOn("eve", begun), "NotAuthorizedException", invalid);
});

test("a session that is not SignUp's of this person is refused, and the code stays good", async () => {
  const { Session: begun } = await begin("joe");
  await begin("jim");
  for (const Session of [begun, "x".repeat(40)]) {
    await expectFailure(finish("jim", { Session }), "NotAuthorizedException", invalid);
  }
  await finish("jim", {});
});

test("a session that is too old undoes nothing: the account is confirmed, and nobody is in", async () => {
  const { Session: begun } = await begin("slow");
  server.advance(180);
  expect((await finish("slow", { Session: begun })).Session).toBeUndefined();
  const find = new AdminGetUserCommand({ UserPoolId, Username: "slow" });
  expect((await server.admin.send(find)).UserStatus).toBe("CONFIRMED");
});

test("clients and pools without USER_AUTH get no session", async () => {
  const plain = await passwordClient(server, UserPoolId);
  expect((await begin("ben", plain)).Session).toBeUndefined();
  expect((await finish("ben", {}, plain)).Session).toBeUndefined();
  const lite = await createPool(server, { AutoVerifiedAttributes: ["email"], UserPoolTier: "LITE" });
  const { clientId } = await createClient(server, lite, { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] });
  expect((await signUp(server, clientId, "lea", { email: mailOf("lea") })).Session).toBeUndefined();
});

test("a password may be left out only by whom codes can reach", async () => {
  const call = signUp(server, ClientId, "unreachable", {}, { Password: undefined });
  await expectFailure(call, "InvalidParameterException", "Missing required parameter Password");
});

test("whoever has no password sets the first one without an old one, and the next with it", async () => {
  await begin("first");
  const { Session } = await finish("first", {});
  const { AuthenticationResult } = await goOn("first", Session);
  const AccessToken = AuthenticationResult?.AccessToken ?? "";
  const change = (PreviousPassword: string | undefined, ProposedPassword: string) =>
    server.admin.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));
  await change(undefined, password);
  await expectFailure(change(undefined, "Another-pool-2"), "InvalidParameterException");
  await signIn(server, await passwordClient(server, UserPoolId), "first");
});
