/** App clients: made with every default, replaced, listed, deleted. */
import {
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  GetUserCommand,
  ListUserPoolClientsCommand,
  paginateListUserPoolClients,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectFailure, passwordClient, refresh, signIn, unsigned } from "./support/people.ts";
import { createApi, createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  await createApi(server, UserPoolId);
});
afterAll(() => server.close());

type Settings = Partial<CreateUserPoolClientCommandInput>;

const create = async (settings: Settings = {}) => {
  const input = { UserPoolId, ClientName: "app", ...settings };
  const { UserPoolClient = {} } = await server.admin.send(new CreateUserPoolClientCommand(input));
  return UserPoolClient;
};
const describeClient = async (ClientId = "") =>
  (await server.admin.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))).UserPoolClient;
const update = (ClientId = "", settings: Partial<UpdateUserPoolClientCommandInput> = {}) =>
  server.admin.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ...settings }));
const remove = (ClientId = "") =>
  server.admin.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));

describe("a new client", () => {
  test("has every default, and no secret unless it asks for one", async () => {
    const { ClientId = "", ...client } = await create();
    expect(ClientId).toMatch(/^[a-z0-9]{26}$/);
    expect(client).toEqual({
      UserPoolId,
      ClientName: "app",
      CreationDate: new Date(server.clock.now()),
      LastModifiedDate: new Date(server.clock.now()),
      RefreshTokenValidity: 30,
      TokenValidityUnits: {},
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
      ClientType: "REGULAR",
    });
    expect(await describeClient(ClientId)).toEqual({ ...client, ClientId });
  });

  test("shows the units it was given and no others, as Terraform compares them with what it asked for", async () => {
    const TokenValidityUnits = { AccessToken: "minutes", IdToken: "hours", RefreshToken: "days" } as const;
    const { ClientId, ...client } = await create({ TokenValidityUnits, AccessTokenValidity: 30 });
    expect(client).toMatchObject({ TokenValidityUnits });
    expect(await describeClient(ClientId)).toMatchObject({ TokenValidityUnits });
    expect((await update(ClientId)).UserPoolClient).toMatchObject({ TokenValidityUnits: {} });
  });

  test("CA-01: has a generated secret of 52 characters, which is shown again", async () => {
    const { ClientId, ClientSecret } = await create({ GenerateSecret: true });
    expect(ClientSecret).toMatch(/^[a-z0-9]{52}$/);
    expect(await describeClient(ClientId)).toMatchObject({ ClientSecret });
  });

  test("may bring its own secret, but not ask for another as well", async () => {
    const ClientSecret = "a-secret-of-our-own-making".replaceAll("-", "_");
    expect(await create({ ClientSecret })).toMatchObject({ ClientSecret });
    await expectFailure(create({ ClientSecret, GenerateSecret: true }), "InvalidParameterException");
  });

  test("keeps refresh tokens for thirty days in whatever unit", async () => {
    const TokenValidityUnits = { RefreshToken: "hours" } as const;
    expect(await create({ TokenValidityUnits, RefreshTokenValidity: 0 })).toMatchObject({
      RefreshTokenValidity: 720,
    });
  });
});

const code = { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ["code" as const] };

describe("an update", () => {
  test("replaces everything but name, secret and kind", async () => {
    const { ClientId, ClientSecret, CreationDate } = await create({
      GenerateSecret: true,
      ...code,
      AllowedOAuthScopes: ["openid", "api/read"],
      CallbackURLs: ["https://app.example.com/callback"],
      AccessTokenValidity: 2,
      ReadAttributes: ["email"],
      PreventUserExistenceErrors: "ENABLED",
      EnableTokenRevocation: false,
    });
    server.advance(60);
    const { UserPoolClient } = await update(ClientId, { IdTokenValidity: 3 });
    expect(UserPoolClient).toEqual({
      ...(await create()),
      ClientId,
      ClientSecret,
      CreationDate,
      IdTokenValidity: 3,
    });
    expect(await describeClient(ClientId)).toEqual(UserPoolClient);
    expect((await update(ClientId, { ClientName: "web" })).UserPoolClient).toMatchObject({
      ClientName: "web",
    });
  });

  test("is held to the rules of making one, and changes nothing when it breaks them", async () => {
    const { ClientId } = await create();
    const before = await describeClient(ClientId);
    await expectFailure(update(ClientId, { CallbackURLs: ["data:,x"] }), "InvalidParameterException");
    await expectFailure(
      update(ClientId, { AllowedOAuthFlows: ["client_credentials"] }),
      "InvalidOAuthFlowException",
    );
    expect(await describeClient(ClientId)).toEqual(before);
  });
});

describe("a deleted client", () => {
  test("is gone, and its tokens with it", async () => {
    const pool = await createPool(server);
    await createPerson(server, pool, "ada");
    const ClientId = await passwordClient(server, pool);
    const { AccessToken, RefreshToken } = await signIn(server, ClientId, "ada");
    await server.admin.send(new DeleteUserPoolClientCommand({ UserPoolId: pool, ClientId }));
    const message = `User pool client ${ClientId} does not exist.`;
    await expectFailure(refresh(server, ClientId, RefreshToken), "ResourceNotFoundException", message);
    await expectFailure(
      server.admin.send(new GetUserCommand({ AccessToken })),
      "NotAuthorizedException",
      "Access Token has been revoked",
    );
  });
});

describe("AP-09: a client of another pool", () => {
  test("cannot be shown, changed, listed or deleted", async () => {
    const other = await createPool(server);
    const { ClientId } = await create({ UserPoolId: other });
    const message = `User pool client ${ClientId} does not exist.`;
    for (const call of [describeClient, update, remove]) {
      await expectFailure(call(ClientId), "ResourceNotFoundException", message);
    }
    const list = new ListUserPoolClientsCommand({ UserPoolId: other });
    expect((await server.admin.send(list)).UserPoolClients).toEqual([
      { ClientId, UserPoolId: other, ClientName: "app" },
    ]);
  });
});

describe("the list of clients", () => {
  test("comes in pages", async () => {
    const pool = await createPool(server);
    const made: unknown[] = [];
    for (const ClientName of ["a", "b", "c"])
      made.push((await create({ UserPoolId: pool, ClientName })).ClientId);
    const listed: unknown[] = [];
    const pages = paginateListUserPoolClients({ client: server.admin }, { UserPoolId: pool, MaxResults: 2 });
    for await (const page of pages) listed.push(...(page.UserPoolClients ?? []).map((each) => each.ClientId));
    expect(listed).toEqual(made.toSorted());
  });

  test("AP-12: refuses a forged page token, and one of another pool", async () => {
    const pool = await createPool(server);
    for (const ClientName of ["a", "b"]) await create({ UserPoolId: pool, ClientName });
    const list = (input: { UserPoolId: string; NextToken?: string | undefined }) =>
      server.admin.send(new ListUserPoolClientsCommand({ MaxResults: 1, ...input }));
    const { NextToken } = await list({ UserPoolId: pool });
    expect(NextToken).toBeDefined();
    await expectFailure(list({ UserPoolId, NextToken }), "InvalidParameterException");
    await expectFailure(list({ UserPoolId, NextToken: "forged" }), "InvalidParameterException");
  });
});

test.each([
  "CreateUserPoolClient",
  "DescribeUserPoolClient",
  "UpdateUserPoolClient",
  "DeleteUserPoolClient",
  "ListUserPoolClients",
])("AP-03: %s refuses an unsigned caller", async (operation) => {
  expect(await unsigned(server, operation, {})).toBe("MissingAuthenticationTokenException");
});
