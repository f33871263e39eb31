/**
 * The pool that development begins with: one client for each way of building an app, an API with two scopes, and a person.
 * It is made by the operations of the API, so nothing is possible here that is not possible there.
 */
import type { Credentials } from "../core/access-keys/ensure-admin-key.ts";
import { poolId } from "../core/ids.ts";
import type { World } from "../core/ports.ts";
import { issuerOf } from "../core/tokens/issuer.ts";
import { profileAttributes } from "../core/tokens/readable-attributes.ts";
import type { Input } from "../model/any-operation.ts";
import { callOperation } from "../operations/call.ts";
import { typeablePassword } from "./password.ts";
import type { Quickstart } from "./quickstart-file.ts";

export const poolName = "quickstart";

const peoplesScopes = ["openid", "email", "profile", "aws.cognito.signin.user.admin", "api/read"];
const machineScopes = ["api/read", "api/write"];
const accountNumber = "custom:UAID";
const person = { username: "ada", email: "ada@example.com", name: "Ada", UAID: "1000042" };

export async function makeQuickstart(world: World, key: Credentials): Promise<Quickstart> {
  const userPoolId = await makePool(world);
  await callOperation(world, "CreateResourceServer", {
    UserPoolId: userPoolId,
    Identifier: "api",
    Name: "An API of yours",
    Scopes: [
      { ScopeName: "read", ScopeDescription: "Look at things" },
      { ScopeName: "write", ScopeDescription: "Change things" },
    ],
  });
  const web = await makeClient(world, { ...peoplesClient(userPoolId, "web", 3000), ...webWays });
  const spa = await makeClient(world, { ...peoplesClient(userPoolId, "spa", 5173), ...spaWays });
  const machine = await makeClient(world, machineClient(userPoolId));
  return {
    endpoint: world.settings.publicUrl,
    issuer: issuerOf(world, poolId(userPoolId)),
    region: world.settings.region,
    userPoolId,
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secretAccessKey,
    clients: {
      web: { ...web, clientSecret: required(web.clientSecret), ...addresses(3000), scopes: peoplesScopes },
      spa: { clientId: spa.clientId, ...addresses(5173), scopes: peoplesScopes },
      machine: { ...machine, clientSecret: required(machine.clientSecret), scopes: machineScopes },
    },
    user: await makePerson(world, userPoolId),
  };
}

async function makePool(world: World): Promise<string> {
  const { UserPool } = await callOperation(world, "CreateUserPool", {
    PoolName: poolName,
    AliasAttributes: ["email"],
    AutoVerifiedAttributes: ["email"],
    Schema: [
      {
        Name: "UAID",
        AttributeDataType: "String",
        Mutable: true,
        StringAttributeConstraints: { MinLength: "1", MaxLength: "64" },
      },
    ],
  });
  return required(UserPool?.Id);
}

type ClientInput = Input<"CreateUserPoolClient">;

/** An app on a developer's machine, signing people in. They read their account number and do not write it. */
function peoplesClient(UserPoolId: string, ClientName: string, port: number): ClientInput {
  const { redirectUri, logoutUri } = addresses(port);
  return {
    UserPoolId,
    ClientName,
    SupportedIdentityProviders: ["COGNITO"],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: peoplesScopes,
    CallbackURLs: [redirectUri],
    LogoutURLs: [logoutUri],
    ReadAttributes: [...profileAttributes, "email", "email_verified", accountNumber],
    WriteAttributes: [...profileAttributes, "email"],
    ...lifetimes,
  };
}

/** An hour, an hour, thirty days; ID tokens without end are a token option. */
const lifetimes = {
  AccessTokenValidity: 1,
  IdTokenValidity: 1,
  RefreshTokenValidity: 30,
  TokenValidityUnits: { AccessToken: "hours", IdToken: "hours", RefreshToken: "days" },
  EnableTokenRevocation: true,
  PreventUserExistenceErrors: "ENABLED",
} as const;

const webWays = {
  GenerateSecret: true,
  ExplicitAuthFlows: [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
  ],
} as const;

/** In a browser a stolen refresh token is likelier, so each is good for one use and a moment's retry. */
const spaWays = {
  ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
  RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 30 },
} as const;

function machineClient(UserPoolId: string): ClientInput {
  return {
    UserPoolId,
    ClientName: "machine",
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["client_credentials"],
    AllowedOAuthScopes: machineScopes,
    ExplicitAuthFlows: ["ALLOW_CLIENT_TOKEN_AUTH"],
    ...lifetimes,
  };
}

async function makeClient(
  world: World,
  input: ClientInput,
): Promise<{ readonly clientId: string; readonly clientSecret: string | undefined }> {
  const { UserPoolClient } = await callOperation(world, "CreateUserPoolClient", input);
  const clientId = required(UserPoolClient?.ClientId);
  const clientSecret = UserPoolClient?.ClientSecret;
  if (input.ReadAttributes === undefined) return { clientId, clientSecret };
  await callOperation(world, "SetUserPoolClientTokenOptions", {
    UserPoolId: input.UserPoolId,
    ClientId: clientId,
    ClaimMap: { UAID: accountNumber },
    IdTokenNoExpiration: true,
  });
  return { clientId, clientSecret };
}

async function makePerson(world: World, UserPoolId: string): Promise<Quickstart["user"]> {
  const { username, email, name, UAID } = person;
  const password = typeablePassword(world.random);
  const { User } = await callOperation(world, "AdminCreateUser", {
    UserPoolId,
    Username: username,
    UserAttributes: [
      { Name: "email", Value: email },
      { Name: "email_verified", Value: "true" },
      { Name: "name", Value: name },
      { Name: accountNumber, Value: UAID },
    ],
    MessageAction: "SUPPRESS",
  });
  await callOperation(world, "AdminSetUserPassword", {
    UserPoolId,
    Username: username,
    Password: password,
    Permanent: true,
  });
  const sub = User?.Attributes?.find(({ Name }) => Name === "sub")?.Value;
  return { username, email, password, sub: required(sub) };
}

function addresses(port: number): { readonly redirectUri: string; readonly logoutUri: string } {
  return { redirectUri: `http://localhost:${port}/callback`, logoutUri: `http://localhost:${port}/` };
}

function required(value: string | undefined): string {
  if (value === undefined) throw new Error("an operation did not answer what it promises");
  return value;
}
