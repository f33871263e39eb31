/** A pool that remembers passwords takes none of them again. */
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lastCode } from "./support/inbox.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { forget, recover } from "./support/recovery.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, { Policies: { PasswordPolicy: { PasswordHistorySize: 2 } } });
  ClientId = await passwordClient(server, UserPoolId);
});
afterAll(() => server.close());

const used = "Password has been used before. Choose one that is not among your previous passwords.";
const numbered = (number: number) => `Numbered-Horse-${number}`;
const set = (Username: string, Password: string, poolId = UserPoolId) =>
  server.admin.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username, Password, Permanent: true }),
  );

test("the present password and the last two are refused, and an older one is taken", async () => {
  await createPerson(server, UserPoolId, "ada");
  for (const number of [1, 2, 3]) await set("ada", numbered(number));
  for (const number of [3, 2, 1]) {
    await expectFailure(set("ada", numbered(number)), "PasswordHistoryPolicyViolationException", used);
  }
  await set("ada", password);
  await expectFailure(set("ada", numbered(2)), "PasswordHistoryPolicyViolationException", used);
  await set("ada", numbered(1));
});

test("when a person changes theirs", async () => {
  await createPerson(server, UserPoolId, "ben");
  const { AccessToken } = await signIn(server, ClientId, "ben");
  const change = (PreviousPassword: string, ProposedPassword: string) =>
    server.admin.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));
  await change(password, numbered(1));
  for (const old of [password, numbered(1)]) {
    await expectFailure(change(numbered(1), old), "PasswordHistoryPolicyViolationException", used);
  }
  await change(numbered(1), numbered(2));
});

test("when a person has forgotten theirs, and the code stays good", async () => {
  await createPerson(server, UserPoolId, "cora", { email: "cora@example.com", email_verified: "true" });
  await forget(server, ClientId, "cora");
  const code = await lastCode(server, "cora@example.com");
  const call = recover(server, ClientId, "cora", code, password);
  await expectFailure(call, "PasswordHistoryPolicyViolationException", used);
  await recover(server, ClientId, "cora", code, numbered(1));
});

test("when a temporary password gives way, and the session stays good", async () => {
  const invite = { UserPoolId, Username: "dora", TemporaryPassword: password };
  await server.admin.send(new AdminCreateUserCommand({ ...invite, MessageAction: "SUPPRESS" }));
  const AuthParameters = { USERNAME: "dora", PASSWORD: password };
  const begin = { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters } as const;
  const { Session } = await server.admin.send(new InitiateAuthCommand(begin));
  const respond = (NEW_PASSWORD: string) =>
    server.admin.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session,
        ChallengeResponses: { USERNAME: "dora", NEW_PASSWORD },
      }),
    );
  await expectFailure(respond(password), "PasswordHistoryPolicyViolationException", used);
  expect((await respond(numbered(1))).AuthenticationResult).toBeDefined();
});

test("a pool that remembers nothing takes any, and begins to remember when it is told to", async () => {
  const forgetful = await createPool(server);
  await createPerson(server, forgetful, "eva");
  await set("eva", password, forgetful);
  const Policies = { PasswordPolicy: { PasswordHistorySize: 24 } };
  await server.admin.send(new UpdateUserPoolCommand({ UserPoolId: forgetful, Policies }));
  const { UserPool } = await server.admin.send(new DescribeUserPoolCommand({ UserPoolId: forgetful }));
  expect(UserPool?.Policies?.PasswordPolicy?.PasswordHistorySize).toBe(24);
  await expectFailure(set("eva", password, forgetful), "PasswordHistoryPolicyViolationException");
});
