/** Tokens without the person at the JSON API: the two refreshes, their proofs, and the token of a machine. */
import {
  AdminInitiateAuthCommand,
  type CreateUserPoolClientCommandInput,
  type ExplicitAuthFlowsType,
  GetClientTokenCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refresh } from "./support/oauth.ts";
import { expectFailure } from "./support/people.ts";
import {
  createApi,
  createClient,
  createPerson,
  createPool,
  machineClient,
  type TestClient,
  type TestPerson,
} from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { secretHash, signInByPassword } from "./support/sign-in.ts";
import { verifiedClaims } from "./support/verified-claims.ts";

let server: TestServer;
let UserPoolId: string;
let open: TestClient;
let confidential: TestClient;
let ada: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, { AliasAttributes: ["email"] });
  await createApi(server, UserPoolId);
  open = await newClient();
  confidential = await newClient({ GenerateSecret: true });
  ada = await createPerson(server, UserPoolId, "ada", { email: "ada@example.com", email_verified: "true" });
});
afterAll(() => server.close());

const newClient = (more: Partial<CreateUserPoolClientCommandInput> = {}) =>
  createClient(server, UserPoolId, {
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    ...more,
  });
const rotatingClient = (RetryGracePeriodSeconds: number) =>
  newClient({
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds },
  });
const signedIn = async (client: TestClient, person = ada) =>
  (await signInByPassword(server, client, person)).refreshToken;

const initiate = async (
  { clientId }: TestClient,
  parameters: Record<string, string>,
  AuthFlow: "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" = "REFRESH_TOKEN_AUTH",
) =>
  (
    await server.admin.send(
      new InitiateAuthCommand({ ClientId: clientId, AuthFlow, AuthParameters: parameters }),
    )
  ).AuthenticationResult;
const getTokens = async ({ clientId, clientSecret }: TestClient, RefreshToken: string) => {
  const secret = clientSecret === "" ? {} : { ClientSecret: clientSecret };
  return (
    await server.admin.send(
      new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken, ...secret }),
    )
  ).AuthenticationResult;
};

describe("REFRESH_TOKEN_AUTH", () => {
  test.each(["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"] as const)(
    "as %s brings access and ID token",
    async (flow) => {
      const result = await initiate(open, { REFRESH_TOKEN: await signedIn(open) }, flow);
      expect(result).toEqual({
        AccessToken: expect.any(String),
        IdToken: expect.any(String),
        ExpiresIn: 3600,
        TokenType: "Bearer",
      });
      await server.admin.send(new GetUserCommand({ AccessToken: result?.AccessToken }));
    },
  );

  test("keeps the sign-in's own claims (RT-09)", async () => {
    const tokens = await signInByPassword(server, open, ada);
    server.advance(900);
    const result = await initiate(open, { REFRESH_TOKEN: tokens.refreshToken });
    const [before, after] = [decodeJwt(tokens.idToken), decodeJwt(result?.IdToken ?? "")];
    for (const claim of ["iss", "sub", "aud", "auth_time", "origin_jti"])
      expect(after[claim]).toBe(before[claim]);
    expect(after.iat).toBe((before.iat ?? 0) + 900);
  });

  test("takes a secret hash over the username or the sub, and over nothing else (AP-10)", async () => {
    const REFRESH_TOKEN = await signedIn(confidential);
    for (const name of [ada.username, ada.sub]) {
      const result = await initiate(confidential, { REFRESH_TOKEN, ...secretHash(confidential, name) });
      expect(result?.AccessToken).toBeDefined();
    }
    const wrong = `Unable to verify secret hash for client ${confidential.clientId}`;
    for (const hash of [
      secretHash(confidential, "ada@example.com"),
      secretHash(confidential, ""),
      { SECRET_HASH: "x" },
    ]) {
      await expectFailure(
        initiate(confidential, { REFRESH_TOKEN, ...hash }),
        "NotAuthorizedException",
        wrong,
      );
    }
    const missing = `Client ${confidential.clientId} is configured with secret but SECRET_HASH was not received`;
    await expectFailure(initiate(confidential, { REFRESH_TOKEN }), "NotAuthorizedException", missing);
  });

  test("is the same for an administrator, who may use it at the signed door", async () => {
    const REFRESH_TOKEN = await signedIn(open);
    const ids = { UserPoolId, ClientId: open.clientId };
    const { AuthenticationResult } = await server.admin.send(
      new AdminInitiateAuthCommand({
        ...ids,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN },
      }),
    );
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    const elsewhere = await createPool(server);
    await expectFailure(
      server.admin.send(
        new AdminInitiateAuthCommand({
          UserPoolId: elsewhere,
          ClientId: open.clientId,
          AuthFlow: "REFRESH_TOKEN_AUTH",
          AuthParameters: { REFRESH_TOKEN },
        }),
      ),
      "ResourceNotFoundException",
      `User pool client ${open.clientId} does not exist.`,
    );
  });

  test("asks for the token, and refuses one that is not good (AP-09)", async () => {
    await expectFailure(
      initiate(open, {}),
      "InvalidParameterException",
      "Missing required parameter REFRESH_TOKEN",
    );
    const elsewhere = await createClient(server, await createPool(server));
    const REFRESH_TOKEN = await signedIn(open);
    for (const [client, token] of [
      [open, "x"],
      [open, `${REFRESH_TOKEN}x`],
      [await newClient(), REFRESH_TOKEN],
      [elsewhere, REFRESH_TOKEN],
    ] as const) {
      await expectFailure(
        initiate(client, { REFRESH_TOKEN: token }),
        "NotAuthorizedException",
        "Invalid Refresh Token",
      );
    }
    expect(await initiate(open, { REFRESH_TOKEN })).toBeDefined();
    server.advance(30 * 86_400);
    await expectFailure(
      initiate(open, { REFRESH_TOKEN }),
      "NotAuthorizedException",
      "Refresh Token has expired",
    );
  });

  test("is off for a client that rotates, or that does not allow it", async () => {
    const rotating = await rotatingClient(0);
    const passwordOnly = await newClient({ ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] });
    for (const client of [rotating, passwordOnly]) {
      const REFRESH_TOKEN = await signedIn(client);
      const message = "REFRESH_TOKEN_AUTH flow not enabled for this client";
      await expectFailure(initiate(client, { REFRESH_TOKEN }), "InvalidParameterException", message);
    }
  });
});

describe("GetTokensFromRefreshToken", () => {
  test("without rotation brings access and ID token, again and again", async () => {
    const token = await signedIn(open);
    for (let i = 0; i < 2; i++) {
      expect(await getTokens(open, token)).toEqual({
        AccessToken: expect.any(String),
        IdToken: expect.any(String),
        ExpiresIn: 3600,
        TokenType: "Bearer",
      });
    }
  });

  test("with rotation brings a successor too, the same one for a retry inside the grace period (RT-01, RT-03)", async () => {
    const rotating = await rotatingClient(10);
    const first = await signedIn(rotating);
    const [second, retried] = await Promise.all([getTokens(rotating, first), getTokens(rotating, first)]);
    expect(second?.RefreshToken).toBeDefined();
    expect(second?.RefreshToken).not.toBe(first);
    expect(retried?.RefreshToken).toBe(second?.RefreshToken);
    expect((await getTokens(rotating, second?.RefreshToken ?? ""))?.AccessToken).toBeDefined();
  });

  test("reuse is RefreshTokenReuseException, and ends the sign-in at every door (RT-02)", async () => {
    const rotating = await rotatingClient(10);
    const first = await signedIn(rotating);
    const successor = await getTokens(rotating, first);
    server.advance(10);
    await expectFailure(getTokens(rotating, first), "RefreshTokenReuseException");
    await expectFailure(getTokens(rotating, successor?.RefreshToken ?? ""), "RefreshTokenReuseException");
    expect((await refresh(server, rotating, successor?.RefreshToken ?? "")).body.error).toBe("invalid_grant");
    await expectFailure(
      server.admin.send(new GetUserCommand({ AccessToken: successor?.AccessToken })),
      "NotAuthorizedException",
      "Access Token has been revoked",
    );
  });

  test("shares its generations with the token endpoint (RT-01)", async () => {
    const rotating = await rotatingClient(0);
    const second = (await getTokens(rotating, await signedIn(rotating)))?.RefreshToken ?? "";
    const third = (await refresh(server, rotating, second)).body.refresh_token ?? "";
    expect((await getTokens(rotating, third))?.AccessToken).toBeDefined();
    await expectFailure(getTokens(rotating, second), "RefreshTokenReuseException");
  });

  test("takes the client secret itself, and none from a public client (CA-05)", async () => {
    const token = await signedIn(confidential);
    expect((await getTokens(confidential, token))?.AccessToken).toBeDefined();
    const wrong = "wrong".repeat(8);
    for (const client of [
      { ...confidential, clientSecret: wrong },
      { ...confidential, clientSecret: "" },
    ]) {
      await expectFailure(getTokens(client, token), "NotAuthorizedException");
    }
    await expectFailure(
      getTokens({ ...open, clientSecret: wrong }, await signedIn(open)),
      "NotAuthorizedException",
    );
  });

  test("refuses a token that is not good, or a client that is not there", async () => {
    const token = await signedIn(open);
    await expectFailure(getTokens(open, "x"), "NotAuthorizedException", "Invalid Refresh Token");
    await expectFailure(
      getTokens(await newClient(), token),
      "NotAuthorizedException",
      "Invalid Refresh Token",
    );
    await expectFailure(
      getTokens({ clientId: "x".repeat(26), clientSecret: "" }, token),
      "ResourceNotFoundException",
    );
    const passwordOnly = await newClient({ ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] });
    await expectFailure(getTokens(passwordOnly, await signedIn(passwordOnly)), "InvalidParameterException");
  });
});

describe("GetClientToken", () => {
  const name: string = "ALLOW_CLIENT_TOKEN_AUTH";
  // The service's model has it; the SDK's type does not yet.
  const clientTokenFlow = name as ExplicitAuthFlowsType;
  const machine = (more: Partial<CreateUserPoolClientCommandInput> = {}) =>
    createClient(server, UserPoolId, { ...machineClient, ExplicitAuthFlows: [clientTokenFlow], ...more });
  const getToken = ({ clientId, clientSecret }: TestClient, Scopes?: string[]) =>
    server.admin.send(new GetClientTokenCommand({ ClientId: clientId, Secret: clientSecret, Scopes }));

  test("brings what client credentials bring (TK-13, JW-07)", async () => {
    const client = await machine();
    const { ClientAuthenticationResult } = await getToken(client, ["api/read"]);
    expect(ClientAuthenticationResult).toEqual({
      AccessToken: expect.any(String),
      ExpiresIn: 3600,
      TokenType: "Bearer",
    });
    const claims = await verifiedClaims(server, UserPoolId, ClientAuthenticationResult?.AccessToken);
    expect(claims).toMatchObject({
      sub: client.clientId,
      scope: "api/read",
      token_use: "access",
      version: 2,
    });
    const all = await getToken(client);
    expect(decodeJwt(all.ClientAuthenticationResult?.AccessToken ?? "")["scope"]).toBe("api/read api/write");
  });

  test("refuses a wrong secret, a scope the client does not have, and a client not set up for it", async () => {
    const client = await machine();
    const wrong = { ...client, clientSecret: "wrong".repeat(8) };
    await expectFailure(getToken(wrong), "NotAuthorizedException");
    await expectFailure(getToken(client, ["api/admin"]), "InvalidParameterException");
    await expectFailure(getToken(client, ["openid"]), "InvalidParameterException");
    await expectFailure(getToken(await machine({ ExplicitAuthFlows: [] })), "InvalidParameterException");
    await expectFailure(getToken({ ...open, clientSecret: "wrong".repeat(8) }), "NotAuthorizedException");
  });
});
