/** The secrets of an app client: replaced without a gap, and never its last. */
import {
  AddUserPoolClientSecretCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  InitiateAuthCommand,
  ListUserPoolClientSecretsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectFailure, unsigned } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { secretHash } from "./support/sign-in.ts";

let server: TestServer;
let UserPoolId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
});
afterAll(() => server.close());

const create = async (settings: Partial<CreateUserPoolClientCommandInput> = {}) => {
  const input = { UserPoolId, ClientName: "app", ...settings };
  const { UserPoolClient = {} } = await server.admin.send(new CreateUserPoolClientCommand(input));
  return UserPoolClient;
};
const describeClient = async (ClientId = "") =>
  (await server.admin.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))).UserPoolClient;

describe("client secrets", () => {
  const add = async (ClientId = "", ClientSecret?: string) => {
    const input = { UserPoolId, ClientId, ...(ClientSecret && { ClientSecret }) };
    return (await server.admin.send(new AddUserPoolClientSecretCommand(input))).ClientSecretDescriptor;
  };
  const list = async (ClientId = "") =>
    (await server.admin.send(new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId }))).ClientSecrets;
  const drop = (ClientId = "", ClientSecretId = "") =>
    server.admin.send(new DeleteUserPoolClientSecretCommand({ UserPoolId, ClientId, ClientSecretId }));

  test("CA-06: both work while there are two, the old one no more once it is deleted", async () => {
    await createPerson(server, UserPoolId, "ada");
    const { ClientId = "", ClientSecret = "" } = await create({
      GenerateSecret: true,
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    });
    const enter = (clientSecret: string) =>
      server.admin.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: {
            USERNAME: "ada",
            PASSWORD: password,
            ...secretHash({ clientId: ClientId, clientSecret }, "ada"),
          },
        }),
      );
    const added = await add(ClientId);
    expect(added?.ClientSecretValue).toMatch(/^[a-z0-9]{52}$/);
    await enter(ClientSecret);
    await enter(added?.ClientSecretValue ?? "");
    const [old] = (await list(ClientId)) ?? [];
    await drop(ClientId, old?.ClientSecretId);
    await enter(added?.ClientSecretValue ?? "");
    await expectFailure(enter(ClientSecret), "NotAuthorizedException");
    expect(await describeClient(ClientId)).toMatchObject({ ClientSecret: added?.ClientSecretValue });
  });

  test("are two at most and one at least, and never listed in the clear", async () => {
    const { ClientId } = await create({ GenerateSecret: true });
    const own = "a_secret_of_our_own_making";
    expect(await add(ClientId, own)).not.toHaveProperty("ClientSecretValue");
    await expectFailure(add(ClientId), "LimitExceededException");
    const secrets = (await list(ClientId)) ?? [];
    expect(secrets.map((each) => Object.keys(each).toSorted())).toEqual([
      ["ClientSecretCreateDate", "ClientSecretId"],
      ["ClientSecretCreateDate", "ClientSecretId"],
    ]);
    await drop(ClientId, secrets[0]?.ClientSecretId);
    await expectFailure(drop(ClientId, secrets[0]?.ClientSecretId), "ResourceNotFoundException");
    await expectFailure(
      drop(ClientId, secrets[1]?.ClientSecretId),
      "InvalidParameterException",
      "The last secret of a client cannot be deleted.",
    );
    await expectFailure(
      add(ClientId, own),
      "InvalidParameterException",
      "The client has this secret already.",
    );
  });

  test("CA-05: cannot be given to a public client", async () => {
    const { ClientId } = await create();
    await expectFailure(add(ClientId), "InvalidParameterException");
    expect(await list(ClientId)).toEqual([]);
  });
});

test.each(["AddUserPoolClientSecret", "ListUserPoolClientSecrets", "DeleteUserPoolClientSecret"])(
  "AP-03: %s refuses an unsigned caller",
  async (operation) => {
    expect(await unsigned(server, operation, {})).toBe("MissingAuthenticationTokenException");
  },
);
