/** Every operation on accounts that asks a trigger, and the three ways in which the trigger can fail it. */
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  ResendConfirmationCodeCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callHouse } from "./support/house.ts";
import { lastCode } from "./support/inbox.ts";
import { callOwn } from "./support/own-operations.ts";
import { adminInitiate } from "./support/password-flow.ts";
import { passwordClient, refresh, signIn } from "./support/people.ts";
import { createPerson, password } from "./support/pool.ts";
import { forget, recover } from "./support/recovery.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { attributeList, confirm, signUp } from "./support/sign-up.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { poolWithTriggers, type TriggerKey, type TriggerPool } from "./support/trigger-pool.ts";

let server: TestServer;
let host: TriggerHost;
let pool: TriggerPool;
let UserPoolId: string;
let ClientId: string;

const asked = ["PreSignUp", "PostConfirmation", "PreAuthentication", "CustomMessage", "V1_0"] as const;
const pass = () => undefined;

beforeAll(async () => {
  server = await startTestServer();
  host = await startTriggerHost();
  const functions = Object.fromEntries(asked.map((trigger) => [trigger, pass]));
  pool = await poolWithTriggers(server, host, functions, { AutoVerifiedAttributes: ["email"] });
  UserPoolId = pool.poolId;
  ClientId = await passwordClient(server, UserPoolId, {
    ExplicitAuthFlows: [
      "ALLOW_USER_PASSWORD_AUTH",
      "ALLOW_ADMIN_USER_PASSWORD_AUTH",
      "ALLOW_REFRESH_TOKEN_AUTH",
    ],
  });
});
afterAll(async () => {
  await server.close();
  await host.close();
});

const addressOf = (name: string) => `${name}@example.com`;
const email = (name: string) => ({ email: addressOf(name) });
const member = (name: string) =>
  createPerson(server, UserPoolId, name, { ...email(name), email_verified: "true" });

type Call = () => Promise<unknown>;

/** Brings somebody to where the call asks the trigger. */
const operations: readonly (readonly [string, TriggerKey, (name: string) => Promise<Call>])[] = [
  ["SignUp", "PreSignUp", async (name) => () => signUp(server, ClientId, name, email(name))],
  ["SignUp", "CustomMessage", async (name) => () => signUp(server, ClientId, name, email(name))],
  ["AdminCreateUser", "PreSignUp", async (name) => () => create(name)],
  ["AdminCreateUser", "CustomMessage", async (name) => () => create(name)],
  [
    "AdminConfirmSignUp",
    "PostConfirmation",
    async (Username) => {
      await signUp(server, ClientId, Username, email(Username));
      return () => server.admin.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
    },
  ],
  [
    "ConfirmSignUp",
    "PostConfirmation",
    async (name) => {
      await signUp(server, ClientId, name, email(name));
      const code = await lastCode(server, addressOf(name));
      return () => confirm(server, ClientId, name, code);
    },
  ],
  [
    "ResendConfirmationCode",
    "CustomMessage",
    async (Username) => {
      await signUp(server, ClientId, Username, email(Username));
      return () => server.admin.send(new ResendConfirmationCodeCommand({ ClientId, Username }));
    },
  ],
  [
    "ForgotPassword",
    "CustomMessage",
    async (Username) => {
      await member(Username);
      return () => server.admin.send(new ForgotPasswordCommand({ ClientId, Username }));
    },
  ],
  [
    "ConfirmForgotPassword",
    "PostConfirmation",
    async (name) => {
      await member(name);
      await forget(server, ClientId, name);
      const code = await lastCode(server, addressOf(name));
      return () => recover(server, ClientId, name, code);
    },
  ],
  [
    "AdminResetUserPassword",
    "CustomMessage",
    async (Username) => {
      await member(Username);
      return () => server.admin.send(new AdminResetUserPasswordCommand({ UserPoolId, Username }));
    },
  ],
  [
    "AdminUpdateUserAttributes",
    "CustomMessage",
    async (Username) => {
      await member(Username);
      const UserAttributes = attributeList(email(`${Username}-new`));
      const change = { UserPoolId, Username, UserAttributes };
      return () => server.admin.send(new AdminUpdateUserAttributesCommand(change));
    },
  ],
  [
    "UpdateUserAttributes",
    "CustomMessage",
    async (name) => {
      const AccessToken = await tokenOf(name);
      const UserAttributes = attributeList(email(`${name}-new`));
      return () => server.admin.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
    },
  ],
  [
    "GetUserAttributeVerificationCode",
    "CustomMessage",
    async (name) => {
      const input = { AccessToken: await tokenOf(name), AttributeName: "email" };
      return () => server.admin.send(new GetUserAttributeVerificationCodeCommand(input));
    },
  ],
  [
    "InitiateAuth",
    "PreAuthentication",
    async (name) => {
      await member(name);
      return () => signIn(server, ClientId, name);
    },
  ],
  [
    "AdminInitiateAuth",
    "PreAuthentication",
    async (name) => {
      await member(name);
      const parameters = { USERNAME: name, PASSWORD: password };
      return () => adminInitiate(server, UserPoolId, ClientId, parameters);
    },
  ],
  [
    "InitiateAuth with a refresh token",
    "V1_0",
    async (name) => {
      await member(name);
      const { RefreshToken } = await signIn(server, ClientId, name);
      return () => refresh(server, ClientId, RefreshToken);
    },
  ],
  [
    "GetTokensFromRefreshToken",
    "V1_0",
    async (name) => {
      await member(name);
      const { RefreshToken } = await signIn(server, ClientId, name);
      return () => server.admin.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
    },
  ],
];

function create(Username: string) {
  const UserAttributes = attributeList({ ...email(Username), email_verified: "true" });
  const DesiredDeliveryMediums = ["EMAIL" as const];
  const input = { UserPoolId, Username, UserAttributes, DesiredDeliveryMediums };
  return server.admin.send(new AdminCreateUserCommand(input));
}

async function tokenOf(name: string): Promise<string> {
  await member(name);
  return (await signIn(server, ClientId, name)).AccessToken;
}

async function failureOf(call: Call): Promise<{ name: string; message: string } | undefined> {
  return call().then(
    () => undefined,
    ({ name, message }: Error) => ({ name, message }),
  );
}

let people = 0;

const nameOf = (trigger: TriggerKey) => (trigger === "V1_0" ? "PreTokenGeneration" : trigger);

describe.each(operations)("%s, when %s", (operation, trigger, bring) => {
  const name = `${operation}-${trigger}`.toLowerCase().replaceAll(" ", "-");

  async function failing(run: () => unknown) {
    people += 1;
    const call = await bring(`${name}-${people}`);
    pool.set(trigger, run);
    return failureOf(call).finally(() => pool.set(trigger, pass));
  }

  test("throws, says so in the function's own words", async () => {
    const failure = await failing(() => {
      throw new Error("Not today");
    });
    expect(failure).toEqual({
      name: "UserLambdaValidationException",
      message: `${nameOf(trigger)} failed with error Not today.`,
    });
  });

  test("answers something else than its event, cannot recognise it", async () => {
    const failure = await failing(() => []);
    expect(failure).toEqual({
      name: "InvalidLambdaResponseException",
      message: "Unrecognizable lambda output",
    });
  });

  test("is nowhere, says no more than that", async () => {
    const call = await bring(`${name}-gone`);
    const { Targets } = await callOwn(server, "DescribeUserPoolTriggerTargets", { UserPoolId });
    const others = Targets.filter(({ TriggerArn }) => !TriggerArn.endsWith(`-${trigger}`));
    await callHouse(server, "SetUserPoolTriggerTargets", { UserPoolId, Targets: others });
    const failure = await failureOf(call);
    await callHouse(server, "SetUserPoolTriggerTargets", { UserPoolId, Targets });
    expect(failure).toEqual({
      name: "UnexpectedLambdaException",
      message: `${nameOf(trigger)} invocation failed due to error ServiceUnavailableException.`,
    });
  });
});
