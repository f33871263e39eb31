/** What an app client may not be: the rules of OAuth, of the pool's schema, and of sound token lives. */
import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectFailure } from "./support/people.ts";
import { createApi, createPool, machineClient } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  await createApi(server, UserPoolId);
});
afterAll(() => server.close());

const create = async (settings: Partial<CreateUserPoolClientCommandInput> = {}) => {
  const input = { UserPoolId, ClientName: "app", ...settings };
  const { UserPoolClient = {} } = await server.admin.send(new CreateUserPoolClientCommand(input));
  return UserPoolClient;
};

const code = { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ["code" as const] };
const minutes = { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "minutes" } as const;

describe("a client is refused", () => {
  test.each<[string, Partial<CreateUserPoolClientCommandInput>, string]>([
    [
      "AZ-03: a callback that is a script",
      { CallbackURLs: ["JaVaScRiPt:alert(1)"] },
      "JaVaScRiPt:alert(1) cannot use that scheme.",
    ],
    [
      "AZ-03: http to elsewhere",
      { LogoutURLs: ["http://example.com/"] },
      "http://example.com/ cannot use the HTTP protocol.",
    ],
    [
      "a default that is not listed",
      { CallbackURLs: ["https://a.example/"], DefaultRedirectURI: "https://b.example/" },
      "The default redirect URI https://b.example/ is not in the callback URIs list.",
    ],
    [
      "OAuth without scopes",
      code,
      "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
    ],
    [
      "access tokens under five minutes",
      { AccessTokenValidity: 4, TokenValidityUnits: minutes },
      "Invalid range for token validity.",
    ],
    ["ID tokens over a day", { IdTokenValidity: 25 }, "Invalid range for token validity."],
    [
      "refresh tokens under an hour",
      { RefreshTokenValidity: 59, TokenValidityUnits: minutes },
      "Invalid range for token validity.",
    ],
    ["refresh tokens over ten years", { RefreshTokenValidity: 3651 }, "Invalid range for token validity."],
    [
      "refresh tokens that die first",
      { RefreshTokenValidity: 90, AccessTokenValidity: 91, TokenValidityUnits: minutes },
      "Refresh token validity must not be less than access token or ID token validity.",
    ],
    [
      "flows of two kinds",
      { ExplicitAuthFlows: ["USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"] },
      "Legacy ExplicitAuthFlows cannot be used together with ExplicitAuthFlows that begin with ALLOW_.",
    ],
    [
      "the refresh flow beside rotation",
      {
        ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
        RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
      },
      "ALLOW_REFRESH_TOKEN_AUTH cannot be enabled together with refresh token rotation.",
    ],
    [
      "an attribute nobody has",
      { ReadAttributes: ["custom:nothing"] },
      "Invalid read attributes specified while creating a client",
    ],
    [
      "AP-07: the right to call an address verified",
      { WriteAttributes: ["email", "email_verified"] },
      "Invalid write attributes specified while creating a client",
    ],
    [
      "a provider the pool does not have",
      { SupportedIdentityProviders: ["COGNITO", "Google"] },
      "The provider Google does not exist for User Pool",
    ],
  ])("%s", async (_, settings, message) => {
    const refusal = { name: "InvalidParameterException", message: expect.stringContaining(message) };
    await expect(create(settings)).rejects.toMatchObject(refusal);
  });

  test("an update, which has its own words for attributes", async () => {
    const { ClientId } = await create();
    const update = (settings: Partial<CreateUserPoolClientCommandInput>) =>
      server.admin.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ...settings }));
    for (const kind of ["Read", "Write"]) {
      await expectFailure(
        update({ [`${kind}Attributes`]: ["custom:nothing"] }),
        "InvalidParameterException",
        `Invalid ${kind.toLowerCase()} attributes specified while updating a client`,
      );
    }
  });

  test("client credentials beside other flows, or without a secret", async () => {
    const flows = ["client_credentials" as const, "code" as const];
    await expectFailure(
      create({ ...machineClient, AllowedOAuthFlows: flows }),
      "InvalidOAuthFlowException",
      "client_credentials flow can not be selected along with code flow or implicit flow.",
    );
    await expectFailure(
      create({ ...machineClient, AllowedOAuthFlows: ["client_credentials"], GenerateSecret: false }),
      "InvalidOAuthFlowException",
      "client_credentials flow can not be selected if client does not have a client secret.",
    );
  });

  test("flows by a browser that nowhere leads back from, new or changed", async () => {
    const message = "CallbackUrls can not be empty when code flow or implicit flow is selected";
    const flows = { ...code, AllowedOAuthScopes: ["openid"] };
    await expectFailure(create(flows), "InvalidOAuthFlowException", message);
    const { ClientId } = await create({ ...flows, CallbackURLs: ["https://a.example/"] });
    const change = new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ...flows });
    await expectFailure(server.admin.send(change), "InvalidOAuthFlowException", message);
  });

  test("a scope that no resource server has, or one that another pool has", async () => {
    const other = await createPool(server);
    const Scopes = [{ ScopeName: "read", ScopeDescription: "read" }];
    await server.admin.send(
      new CreateResourceServerCommand({ UserPoolId: other, Identifier: "other", Name: "Other", Scopes }),
    );
    for (const scope of ["api/delete", "other/read", "api", "address"]) {
      const call = create({ ...code, AllowedOAuthScopes: ["openid", scope] });
      await expectFailure(call, "ScopeDoesNotExistException", `Invalid scope requested: ${scope}`);
    }
  });
});
