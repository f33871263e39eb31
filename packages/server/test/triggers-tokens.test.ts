/** PreTokenGeneration, V1 to V3, wherever tokens are issued: what it is told, what it changes, and what its failure leaves. */
import { GetTokensFromRefreshTokenCommand, GetUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimsOf } from "./support/hosted.ts";
import { callHouse } from "./support/house.ts";
import { askToken, askUserInfo, refresh } from "./support/oauth.ts";
import { expectFailure, refresh as refreshAtApi } from "./support/people.ts";
import { createApi, createClient, machineClient } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { issueCode, redeem, signInByCode, signInByPassword } from "./support/sign-in.ts";
import {
  nothing,
  rotating,
  type TokenTriggerSettings,
  tokenTriggerStage,
  type Version,
} from "./support/token-trigger.ts";
import { startTriggerHost, type TriggerFunction, type TriggerHost } from "./support/trigger-host.ts";
import { arnOf, denying, poolWithTriggers } from "./support/trigger-pool.ts";

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

const stageOf = (version: Version, run: TriggerFunction, settings?: TokenTriggerSettings) =>
  tokenTriggerStage(server, host, version, run, settings);

describe("what the function is told", () => {
  test("V1: the person, their groups, and no scopes", async () => {
    const at = await stageOf("V1_0", nothing);
    await signInByPassword(server, at.client, at.person);
    const role = "arn:aws:iam::000000000000:role/staff";
    expect(at.events()).toEqual([
      {
        version: "1",
        triggerSource: "TokenGeneration_Authentication",
        region: "us-east-1",
        userPoolId: at.poolId,
        userName: "ada",
        callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: at.client.clientId },
        request: {
          userAttributes: {
            sub: at.person.sub,
            "cognito:user_status": "CONFIRMED",
            email: "ada@example.com",
            email_verified: "true",
          },
          groupConfiguration: {
            groupsToOverride: ["staff"],
            iamRolesToOverride: [role],
            preferredRole: role,
          },
          clientMetadata: {},
        },
        response: { claimsOverrideDetails: null },
      },
    ]);
  });

  test.each([
    ["V2_0", "2"],
    ["V3_0", "3"],
  ] as const)("%s: the scopes too", async (version, number) => {
    const at = await stageOf(version, nothing);
    await signInByPassword(server, at.client, at.person);
    expect(at.events()).toMatchObject([
      {
        version: number,
        request: { scopes: ["aws.cognito.signin.user.admin"] },
        response: { claimsAndScopeOverrideDetails: null },
      },
    ]);
  });

  test("on which occasion", async () => {
    const at = await stageOf("V2_0", nothing);
    const api = await signInByPassword(server, at.client, at.person);
    await refreshAtApi(server, at.client.clientId, api.refreshToken);
    const hosted = await signInByCode(server, { ...at, scopes: ["openid", "email"] });
    await refresh(server, at.client, hosted.refreshToken, { scope: "openid" });
    expect(at.events().map(({ triggerSource, request }) => [triggerSource, request.scopes])).toEqual([
      ["TokenGeneration_Authentication", ["aws.cognito.signin.user.admin"]],
      ["TokenGeneration_RefreshTokens", ["aws.cognito.signin.user.admin"]],
      ["TokenGeneration_HostedAuth", ["openid", "email"]],
      ["TokenGeneration_RefreshTokens", ["openid"]],
    ]);
  });

  test("the metadata of GetTokensFromRefreshToken", async () => {
    const at = await stageOf("V1_0", nothing, rotating);
    const { refreshToken } = await signInByPassword(server, at.client, at.person);
    await server.admin.send(
      new GetTokensFromRefreshTokenCommand({
        ClientId: at.client.clientId,
        RefreshToken: refreshToken,
        ClientMetadata: { from: "phone" },
      }),
    );
    expect(at.events().at(-1)?.request.clientMetadata).toEqual({ from: "phone" });
  });
});

describe("what it changes", () => {
  test("V1: claims of the ID token, and groups in both", async () => {
    const at = await stageOf("V1_0", (event) => {
      event.response = {
        claimsOverrideDetails: {
          claimsToAddOrOverride: { team: "red", sub: "somebody", "cognito:username": "eve", email: "hidden" },
          claimsToSuppress: ["email_verified", "aud"],
          groupOverrideDetails: { groupsToOverride: ["a", "b"], iamRolesToOverride: [], preferredRole: null },
        },
      };
    });
    const tokens = await signInByPassword(server, at.client, at.person);
    const id = claimsOf(tokens.idToken);
    expect(id).toMatchObject({
      team: "red",
      email: "hidden",
      sub: at.person.sub,
      "cognito:username": "ada",
      aud: at.client.clientId,
      "cognito:groups": ["a", "b"],
    });
    for (const gone of ["email_verified", "cognito:roles", "cognito:preferred_role"]) {
      expect(id).not.toHaveProperty([gone]);
    }
    const access = claimsOf(tokens.accessToken);
    expect(access).toMatchObject({ "cognito:groups": ["a", "b"], username: "ada" });
    expect(access).not.toHaveProperty("team");
  });

  test.each([
    ["null", null],
    ["an empty object", {}],
  ])("groups given as %s are taken away", async (_what, groups) => {
    const at = await stageOf("V1_0", (event) => {
      event.response = { claimsOverrideDetails: { groupOverrideDetails: groups } };
    });
    const tokens = await signInByPassword(server, at.client, at.person);
    for (const token of [tokens.accessToken, tokens.idToken]) {
      expect(claimsOf(token)).not.toHaveProperty(["cognito:groups"]);
    }
  });

  test("V2: both tokens, with values of any kind", async () => {
    const at = await stageOf("V2_0", ({ response, callerContext }) => {
      response.claimsAndScopeOverrideDetails = {
        idTokenGeneration: { claimsToAddOrOverride: { teams: ["red", "blue"] }, claimsToSuppress: ["email"] },
        accessTokenGeneration: {
          claimsToAddOrOverride: {
            tenant: { id: 7, roles: ["admin"] },
            aud: callerContext.clientId,
            client_id: "another",
            scope: "everything",
          },
        },
      };
    });
    const tokens = await signInByPassword(server, at.client, at.person);
    const id = claimsOf(tokens.idToken);
    expect(id).toMatchObject({ teams: ["red", "blue"], "cognito:groups": ["staff"] });
    expect(id).not.toHaveProperty("email");
    expect(claimsOf(tokens.accessToken)).toMatchObject({
      tenant: { id: 7, roles: ["admin"] },
      aud: at.client.clientId,
      client_id: at.client.clientId,
      scope: "aws.cognito.signin.user.admin",
    });
    await server.admin.send(new GetUserCommand({ AccessToken: tokens.accessToken }));
  });

  test("scopes: what the access token says is what opens our doors, and the answer says it too", async () => {
    const scopes =
      (scopesToAdd: string[], scopesToSuppress: string[]): TriggerFunction =>
      (event) => {
        event.response.claimsAndScopeOverrideDetails = {
          accessTokenGeneration: { scopesToAdd, scopesToSuppress },
        };
      };
    const at = await stageOf("V2_0", scopes(["openid"], ["aws.cognito.signin.user.admin"]));
    const api = await signInByPassword(server, at.client, at.person);
    expect(claimsOf(api.accessToken)["scope"]).toBe("openid");
    await expectFailure(
      server.admin.send(new GetUserCommand({ AccessToken: api.accessToken })),
      "NotAuthorizedException",
      "Access Token does not have required scopes",
    );
    expect((await askUserInfo(server, api.accessToken)).status).toBe(200);

    at.set(scopes(["orders/read"], ["email"]));
    const { body } = await redeem(
      server,
      at.client,
      await issueCode(server, { ...at, scopes: ["openid", "email"] }),
    );
    expect(body.scope).toBe("openid orders/read");
    expect(claimsOf(body.access_token)["scope"]).toBe("openid orders/read");
    // The claims of the ID token follow what the person was asked for, and a refresh begins from there.
    expect(claimsOf(body.id_token)["email"]).toBe("ada@example.com");
    at.set(nothing);
    const again = await refresh(server, at.client, body.refresh_token ?? "");
    expect(again.body.scope).toBe("openid email");
    const wider = await refresh(server, at.client, body.refresh_token ?? "", { scope: "orders/read" });
    expect(wider.body.error).toBe("invalid_scope");
  });

  test("the older and the newer setting may name one function, and not two", async () => {
    const at = await stageOf("V2_0", nothing);
    const PreTokenGenerationConfig = { LambdaVersion: "V2_0" as const, LambdaArn: arnOf("new") };
    const configured = (PreTokenGeneration: string) =>
      callHouse(server, "UpdateUserPool", {
        UserPoolId: at.poolId,
        LambdaConfig: { PreTokenGeneration, PreTokenGenerationConfig },
      });
    await configured(arnOf("new"));
    await expectFailure(configured(arnOf("old")), "InvalidParameterException");
  });

  test("the newer versions need another tier than LITE", async () => {
    const at = await stageOf("V1_0", nothing);
    const call = callHouse(server, "UpdateUserPool", {
      UserPoolId: at.poolId,
      UserPoolTier: "LITE",
      LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: "V2_0", LambdaArn: arnOf("new") } },
    });
    await expectFailure(call, "FeatureUnavailableInTierException");
  });
});

describe("machines", () => {
  async function machineStage(version: Version, run: TriggerFunction) {
    const pool = await poolWithTriggers(server, host, { [version]: run });
    await createApi(server, pool.poolId);
    const client = await createClient(server, pool.poolId, {
      ...machineClient,
      ExplicitAuthFlows: ["ALLOW_CLIENT_TOKEN_AUTH" as never],
    });
    return { client, events: () => pool.events(version) };
  }
  const shaping: TriggerFunction = (event) => {
    event.response.claimsAndScopeOverrideDetails = {
      accessTokenGeneration: {
        claimsToAddOrOverride: { tenant: event.request.clientMetadata.tenant, sub: "another" },
        scopesToSuppress: ["api/write"],
      },
      groupOverrideDetails: { groupsToOverride: ["machines"] },
    };
  };

  test("V3 shapes the token of client_credentials, and gets aws_client_metadata", async () => {
    const { client, events } = await machineStage("V3_0", shaping);
    const { body } = await askToken(server, client, {
      grant_type: "client_credentials",
      aws_client_metadata: JSON.stringify({ tenant: "t-1" }),
    });
    expect(events()).toMatchObject([
      {
        version: "3",
        triggerSource: "TokenGeneration_ClientCredentials",
        userName: "ClientCredentials",
        callerContext: { clientId: client.clientId },
        request: {
          userAttributes: {},
          groupConfiguration: null,
          scopes: ["api/read", "api/write"],
          clientMetadata: { tenant: "t-1" },
        },
      },
    ]);
    expect(body.scope).toBe("api/read");
    const claims = claimsOf(body.access_token);
    expect(claims).toMatchObject({ tenant: "t-1", scope: "api/read", sub: client.clientId });
    expect(claims).not.toHaveProperty(["cognito:groups"]);
  });

  test("V3 shapes the token of GetClientToken, and a denial is one", async () => {
    const { client } = await machineStage("V3_0", shaping);
    const ask = () =>
      callHouse(server, "GetClientToken", {
        ClientId: client.clientId,
        Secret: client.clientSecret,
        ClientMetadata: { tenant: "t-2" },
      });
    expect(await ask()).toMatchObject({ ClientAuthenticationResult: { TokenType: "Bearer" } });
    const { AccessToken = "" } = (await ask())["ClientAuthenticationResult"] as { AccessToken?: string };
    expect(claimsOf(AccessToken)).toMatchObject({ tenant: "t-2", scope: "api/read" });
    const denied = await machineStage("V3_0", denying("No machines"));
    await expectFailure(
      callHouse(server, "GetClientToken", {
        ClientId: denied.client.clientId,
        Secret: denied.client.clientSecret,
      }),
      "NotAuthorizedException",
      "PreTokenGeneration failed with error No machines.",
    );
  });

  test("V2 is not asked about machines", async () => {
    const { client, events } = await machineStage("V2_0", denying("No"));
    expect((await askToken(server, client, { grant_type: "client_credentials" })).status).toBe(200);
    expect(events()).toEqual([]);
  });
});
