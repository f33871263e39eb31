/** The AWS SDK knows our failures by their class, as apps that use `instanceof` need it to. */
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  GetTokensFromRefreshTokenCommand,
  GroupExistsException,
  InvalidParameterException,
  InvalidPasswordException,
  NotAuthorizedException,
  RefreshTokenReuseException,
  UserNotFoundException,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { passwordClient, signIn } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  ClientId = await passwordClient(server, UserPoolId, {
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
  });
  await createPerson(server, UserPoolId, "ada");
  await server.admin.send(new CreateGroupCommand({ UserPoolId, GroupName: "staff" }));
});

afterAll(() => server.close());

test("a name nobody has is a UserNotFoundException", async () => {
  const call = server.admin.send(new AdminGetUserCommand({ UserPoolId, Username: "nobody" }));
  await expect(call).rejects.toBeInstanceOf(UserNotFoundException);
  await expect(call).rejects.toMatchObject({
    $fault: "client",
    $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

test("a name that is taken is a UsernameExistsException", async () => {
  const call = server.admin.send(
    new AdminCreateUserCommand({ UserPoolId, Username: "ada", MessageAction: "SUPPRESS" }),
  );
  await expect(call).rejects.toBeInstanceOf(UsernameExistsException);
});

test("a password against the policy is an InvalidPasswordException", async () => {
  const call = server.admin.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: "ada", Password: "short" }),
  );
  await expect(call).rejects.toBeInstanceOf(InvalidPasswordException);
});

test("an empty group name is an InvalidParameterException", async () => {
  const call = server.admin.send(new CreateGroupCommand({ UserPoolId, GroupName: "" }));
  await expect(call).rejects.toBeInstanceOf(InvalidParameterException);
});

test("a group name that is taken is a GroupExistsException", async () => {
  const call = server.admin.send(new CreateGroupCommand({ UserPoolId, GroupName: "staff" }));
  await expect(call).rejects.toBeInstanceOf(GroupExistsException);
});

test("a wrong password is a NotAuthorizedException", async () => {
  await expect(signIn(server, ClientId, "ada", "Wrong-Horse-7")).rejects.toBeInstanceOf(
    NotAuthorizedException,
  );
});

test("a refresh token used before is a RefreshTokenReuseException", async () => {
  const { RefreshToken } = await signIn(server, ClientId, "ada");
  const refresh = () => server.admin.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
  await refresh();
  await expect(refresh()).rejects.toBeInstanceOf(RefreshTokenReuseException);
});

test("an endpoint with a path, as the issuer is one, is told apart from a server that does not work", async () => {
  const { region, credentials } = server.admin.config;
  const client = new CognitoIdentityProviderClient({
    endpoint: `${server.url}/${UserPoolId}`,
    region,
    credentials,
  });
  const call = client.send(new AdminGetUserCommand({ UserPoolId, Username: "ada" }));
  await expect(call).rejects.toMatchObject({
    name: "UnknownOperationException",
    message: expect.stringContaining("endpoint is the server's address without a path"),
    $metadata: { httpStatusCode: 404 },
  });
});
