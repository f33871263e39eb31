/** What an administrator does about accounts, as triggers and people see it; and the trace that each step leaves. */
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminResetUserPasswordCommand,
  ChangePasswordCommand,
  ResendConfirmationCodeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { poolId, sub } from "../src/core/ids.ts";
import { lastCode, lettersTo } from "./support/inbox.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { createClient, createPerson, createPool, password } from "./support/pool.ts";
import { forget, nextPassword, recover } from "./support/recovery.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { attributeList, signUp } from "./support/sign-up.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { denying, poolWithTriggers } from "./support/trigger-pool.ts";

let server: TestServer;
let host: TriggerHost;

beforeAll(async () => {
  server = await startTestServer();
  host = await startTriggerHost();
});
afterAll(async () => {
  await server.close();
  await host.close();
});

const pass = () => undefined;

describe("where codes are enough to sign in", () => {
  const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD" as const, "EMAIL_OTP" as const] } };
  const create = (UserPoolId: string, Username: string, attributes: Record<string, string>) =>
    server.admin.send(
      new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes: attributeList(attributes) }),
    );

  test("somebody made without a password is confirmed, gets no password by mail, and signs in by a code", async () => {
    const UserPoolId = await createPool(server, { Policies });
    const { clientId } = await createClient(server, UserPoolId, { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] });
    const { User } = await create(UserPoolId, "ada", { email: "ada@example.com", email_verified: "true" });
    expect(User?.UserStatus).toBe("CONFIRMED");
    expect(await lettersTo(server, "ada@example.com")).toEqual([]);
    const AuthParameters = { USERNAME: "ada", PREFERRED_CHALLENGE: "EMAIL_OTP" };
    const begin = { UserPoolId, ClientId: clientId, AuthFlow: "USER_AUTH", AuthParameters } as const;
    const { ChallengeName } = await server.admin.send(new AdminInitiateAuthCommand(begin));
    expect(ChallengeName).toBe("EMAIL_OTP");
  });

  test("a blank password is none, for an administrator and for whoever signs up", async () => {
    const UserPoolId = await createPool(server, { Policies, AutoVerifiedAttributes: ["email"] });
    const ClientId = await passwordClient(server, UserPoolId);
    const UserAttributes = attributeList({ email: "abe@example.com" });
    const abe = { UserPoolId, Username: "abe", UserAttributes, TemporaryPassword: "" };
    const { User } = await server.admin.send(new AdminCreateUserCommand(abe));
    expect(User?.UserStatus).toBe("CONFIRMED");
    await signUp(server, ClientId, "amy", { email: "amy@example.com" }, { Password: "" });
    const missing = signUp(server, ClientId, "amos", {}, { Password: "" });
    await expectFailure(missing, "InvalidParameterException", "Missing required parameter Password");
  });

  test("somebody whom no code can reach is invited with a temporary password as ever", async () => {
    const UserPoolId = await createPool(server, { Policies });
    const phone_number = "+15555550133";
    const { User } = await create(UserPoolId, "ben", { phone_number });
    expect(User?.UserStatus).toBe("FORCE_CHANGE_PASSWORD");
    expect(await lettersTo(server, phone_number)).toHaveLength(1);
  });

  test("nobody gets in without a password where only passwords count", async () => {
    const UserPoolId = await createPool(server);
    const { User } = await create(UserPoolId, "cora", { email: "cora@example.com" });
    expect(User?.UserStatus).toBe("FORCE_CHANGE_PASSWORD");
  });
});

test("AdminConfirmSignUp tells PostConfirmation, whose failure undoes nothing", async () => {
  const pool = await poolWithTriggers(server, host, { PostConfirmation: denying("Too late") });
  const ClientId = await passwordClient(server, pool.poolId);
  await signUp(server, ClientId, "ada");
  const input = { UserPoolId: pool.poolId, Username: "ada", ClientMetadata: { by: "console" } };
  const call = server.admin.send(new AdminConfirmSignUpCommand(input));
  const message = "PostConfirmation failed with error Too late.";
  await expectFailure(call, "UserLambdaValidationException", message);
  expect(pool.events("PostConfirmation")).toMatchObject([
    {
      triggerSource: "PostConfirmation_ConfirmSignUp",
      callerContext: { clientId: "CLIENT_ID_NOT_APPLICABLE" },
      request: { clientMetadata: { by: "console" } },
    },
  ]);
  await signIn(server, ClientId, "ada");
});

test("the metadata of every call that sends a code reaches the trigger that words it", async () => {
  const settings = { AutoVerifiedAttributes: ["email" as const] };
  const pool = await poolWithTriggers(server, host, { CustomMessage: pass }, settings);
  const ClientId = await passwordClient(server, pool.poolId);
  const ClientMetadata = { lang: "de" };
  await signUp(server, ClientId, "ada", { email: "ada@example.com" }, { ClientMetadata });
  const again = { ClientId, Username: "ada", ClientMetadata };
  await server.admin.send(new ResendConfirmationCodeCommand(again));
  const verified = { email: "ben@example.com", email_verified: "true" };
  await createPerson(server, pool.poolId, "ben", verified);
  const reset = { UserPoolId: pool.poolId, Username: "ben", ClientMetadata };
  await server.admin.send(new AdminResetUserPasswordCommand(reset));
  const seen = pool.events("CustomMessage").map(({ triggerSource, request }) => {
    return [triggerSource, request.clientMetadata];
  });
  expect(seen).toEqual([
    ["CustomMessage_SignUp", ClientMetadata],
    ["CustomMessage_ResendCode", ClientMetadata],
    ["CustomMessage_ForgotPassword", ClientMetadata],
  ]);
});

test("AC-14: what happened to an account stays written down, a wrong password too", async () => {
  const UserPoolId = await createPool(server, { AutoVerifiedAttributes: ["email"] });
  const ClientId = await passwordClient(server, UserPoolId);
  const { UserSub = "" } = await signUp(server, ClientId, "ada", { email: "ada@example.com" });
  server.advance(1);
  await server.admin.send(new ResendConfirmationCodeCommand({ ClientId, Username: "ada" }));
  const person = await createPerson(server, UserPoolId, "ben", {
    email: "ben@example.com",
    email_verified: "true",
  });
  await forget(server, ClientId, "ben");
  server.advance(1);
  await recover(server, ClientId, "ben", await lastCode(server, "ben@example.com"));
  const { AccessToken } = await signIn(server, ClientId, "ben", nextPassword);
  const change = (PreviousPassword: string) =>
    server.admin.send(
      new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: password }),
    );
  server.advance(1);
  await change("Wrong-pool-9").catch(() => undefined);
  server.advance(1);
  await change(nextPassword);

  const eventsOf = async (id: string) => {
    const page = { limit: 10, after: undefined };
    const events = await server.world.store.read.authEvents.listOfUser(poolId(UserPoolId), sub(id), page);
    return events.map(({ type, response }) => `${type} ${response}`).reverse();
  };
  expect(await eventsOf(UserSub)).toEqual(["SignUp Pass", "ResendCode Pass"]);
  expect((await eventsOf(person.sub)).filter((event) => !event.startsWith("SignIn"))).toEqual([
    "ForgotPassword InProgress",
    "ForgotPassword Pass",
    "PasswordChange Fail",
    "PasswordChange Pass",
  ]);
});
