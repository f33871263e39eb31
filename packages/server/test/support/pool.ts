/** A pool with clients and a person, made through the AWS SDK as an administrator would. */
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateGroupCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { TestServer } from "./server.ts";

export interface TestClient {
  readonly clientId: string;
  /** Empty for a public client. */
  readonly clientSecret: string;
}

export interface TestPerson {
  readonly username: string;
  readonly password: string;
  readonly sub: string;
}

export const password = "Correct-Horse-7";

export async function createPool(
  { admin }: Pick<TestServer, "admin">,
  settings: Partial<CreateUserPoolCommandInput> = {},
): Promise<string> {
  const { UserPool } = await admin.send(new CreateUserPoolCommand({ PoolName: "stories", ...settings }));
  return required(UserPool?.Id);
}

export async function createClient(
  { admin }: Pick<TestServer, "admin">,
  UserPoolId: string,
  settings: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<TestClient> {
  const input = { UserPoolId, ClientName: "app", ...settings };
  const { UserPoolClient } = await admin.send(new CreateUserPoolClientCommand(input));
  return { clientId: required(UserPoolClient?.ClientId), clientSecret: UserPoolClient?.ClientSecret ?? "" };
}

/** With a permanent password, confirmed. */
export async function createPerson(
  { admin }: Pick<TestServer, "admin">,
  UserPoolId: string,
  username: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<TestPerson> {
  const { User } = await admin.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: username,
      MessageAction: "SUPPRESS",
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
  await admin.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: username, Password: password, Permanent: true }),
  );
  const sub = required(User?.Attributes?.find(({ Name }) => Name === "sub")?.Value);
  return { username, password, sub };
}

/** Makes the groups, and puts somebody into each: their names are in the tokens. */
export async function addToGroups(
  { admin }: Pick<TestServer, "admin">,
  UserPoolId: string,
  Username: string,
  names: readonly string[],
): Promise<void> {
  for (const GroupName of names) {
    await admin.send(new CreateGroupCommand({ UserPoolId, GroupName }));
    await admin.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username }));
  }
}

/** The resource server `api` with the scopes `api/read` and `api/write`. */
export async function createApi({ admin }: Pick<TestServer, "admin">, UserPoolId: string): Promise<void> {
  const Scopes = ["read", "write"].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }));
  await admin.send(new CreateResourceServerCommand({ UserPoolId, Identifier: "api", Name: "API", Scopes }));
}

/** Settings of a client for the authorization code grant. */
export const codeClient = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ["code"],
  AllowedOAuthScopes: ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"],
  CallbackURLs: ["https://app.example.com/callback"],
  LogoutURLs: ["https://app.example.com/"],
  SupportedIdentityProviders: ["COGNITO"],
} satisfies Partial<CreateUserPoolClientCommandInput>;

/** Settings of a client for client credentials. */
export const machineClient = {
  GenerateSecret: true,
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ["client_credentials"],
  AllowedOAuthScopes: ["api/read", "api/write"],
} satisfies Partial<CreateUserPoolClientCommandInput>;

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the server's answer lacks a member that it must have");
  return value;
}
