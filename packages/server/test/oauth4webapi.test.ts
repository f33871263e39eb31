/** oauth4webapi, as it comes from npm, which checks every answer more strictly than most: the whole journey, and what its errors say. */
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserOf, type Changes, callback, type Stage, setStage } from "./support/hosted.ts";
import { createApi, createClient, machineClient, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let app: App;

beforeAll(async () => {
  server = await startTestServer();
  app = await openApp();
});
afterAll(() => server.close());

/** The server of the tests has no TLS. */
const http = { [oauth.allowInsecureRequests]: true };

interface App {
  readonly stage: Stage;
  readonly as: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly proof: oauth.ClientAuth;
}

async function openApp(): Promise<App> {
  const stage = await setStage(server, {
    GenerateSecret: true,
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
  });
  const issuer = new URL(`${server.url}/${stage.poolId}`);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, http));
  const { clientId: client_id, clientSecret } = stage.client;
  return { stage, as, client: { client_id }, proof: oauth.ClientSecretBasic(clientSecret) };
}

/** The address at which the browser comes back to the app, checked by nobody yet. */
async function goAndComeBack({ stage, as, client }: App, parameters: Changes): Promise<URL> {
  const url = new URL(as.authorization_endpoint ?? "");
  const request = {
    client_id: client.client_id,
    redirect_uri: callback,
    response_type: "code",
    ...parameters,
  };
  for (const [name, value = ""] of Object.entries(request)) url.searchParams.set(name, value);
  const browser = browserOf(stage);
  const page = await browser.visit(url.pathname + url.search);
  const back = page.location === undefined ? await browser.submit(page, { username: "ada", password }) : page;
  return new URL(back.location ?? "");
}

async function authorize(of: App) {
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const verifier = oauth.generateRandomCodeVerifier();
  const url = await goAndComeBack(of, {
    scope: "openid profile email",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  });
  return { callbackParameters: oauth.validateAuthResponse(of.as, of.client, url, state), nonce, verifier };
}

type Answer = Awaited<ReturnType<typeof authorize>>;

async function redeem({ as, client, proof }: App, { callbackParameters, verifier, nonce }: Answer) {
  const response = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    proof,
    callbackParameters,
    callback,
    verifier,
    http,
  );
  const checks = { expectedNonce: nonce, requireIdToken: true };
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, checks);
  await oauth.validateApplicationLevelSignature(as, response, http);
  return tokens;
}

async function refresh({ as, client, proof }: App, token: string) {
  const response = await oauth.refreshTokenGrantRequest(as, client, proof, token, http);
  return oauth.processRefreshTokenResponse(as, client, response);
}

async function userInfo({ as, client, stage }: App, token: string) {
  const response = await oauth.userInfoRequest(as, client, token, http);
  return oauth.processUserInfoResponse(as, client, stage.person.sub, response);
}

async function signIn(of: App) {
  const { refresh_token = "", ...tokens } = await redeem(of, await authorize(of));
  return { ...tokens, refresh_token };
}

describe("oauth4webapi", () => {
  test("accepts the code, the ID token with its signature, and what userInfo says", async () => {
    const tokens = await redeem(app, await authorize(app));
    const { sub } = app.stage.person;
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({
      sub,
      token_use: "id",
      email: "ada@example.com",
    });
    expect(await userInfo(app, tokens.access_token)).toMatchObject({
      sub,
      username: "ada",
      email: "ada@example.com",
    });
  });

  test("refreshes with rotation, each token once", async () => {
    const first = await signIn(app);
    const second = await refresh(app, first.refresh_token);
    expect(oauth.getValidatedIdTokenClaims(second)).toMatchObject({ sub: app.stage.person.sub });
    const third = await refresh(app, second.refresh_token ?? "");
    expect(new Set([first, second, third].map(({ refresh_token }) => refresh_token)).size).toBe(3);

    const reason = { error: "invalid_grant", error_description: expect.stringContaining("used") };
    await expect(refresh(app, first.refresh_token)).rejects.toMatchObject(reason);
    // That was theft or looked like it: the whole family is over.
    await expect(refresh(app, third.refresh_token ?? "")).rejects.toMatchObject({ error: "invalid_grant" });
  });

  test("revokes, after which neither token opens anything", async () => {
    const { as, client, proof } = app;
    const tokens = await signIn(app);
    const response = await oauth.revocationRequest(as, client, proof, tokens.refresh_token, http);
    expect(await oauth.processRevocationResponse(response)).toBeUndefined();
    await expect(refresh(app, tokens.refresh_token)).rejects.toMatchObject({ error: "invalid_grant" });
    await expect(userInfo(app, tokens.access_token)).rejects.toBeInstanceOf(
      oauth.WWWAuthenticateChallengeError,
    );
  });

  test("gets a machine's token", async () => {
    await createApi(server, app.stage.poolId);
    const { clientId: client_id, clientSecret } = await createClient(server, app.stage.poolId, machineClient);
    const client = { client_id };
    for (const proof of [oauth.ClientSecretBasic(clientSecret), oauth.ClientSecretPost(clientSecret)]) {
      const form = { scope: "api/read api/write" };
      const response = await oauth.clientCredentialsGrantRequest(app.as, client, proof, form, http);
      const tokens = await oauth.processClientCredentialsResponse(app.as, client, response);
      expect(tokens).toMatchObject({ token_type: "bearer", expires_in: 3600 });
    }
  });
});

describe("the errors of oauth4webapi carry our reason:", () => {
  const because = (error: string, words: RegExp) => ({
    error,
    error_description: expect.stringMatching(words),
    status: 400,
    cause: {
      error,
      error_uri: expect.stringContaining(`${server.url}/errors/${error}#`),
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  });

  test("a code redeemed twice", async () => {
    const answer = await authorize(app);
    await redeem(app, answer);
    await expect(redeem(app, answer)).rejects.toMatchObject(because("invalid_grant", /used/));
  });

  test("another verifier than the challenge was made of", async () => {
    const answer = { ...(await authorize(app)), verifier: oauth.generateRandomCodeVerifier() };
    await expect(redeem(app, answer)).rejects.toMatchObject(because("invalid_grant", /code_verifier/));
  });

  test("a refresh token that is none", async () => {
    await expect(refresh(app, "not-a-token")).rejects.toMatchObject(because("invalid_grant", /refresh/i));
  });

  test("a wrong secret in the body", async () => {
    const call = refresh({ ...app, proof: oauth.ClientSecretPost("wrong") }, "any");
    await expect(call).rejects.toMatchObject(because("invalid_client", /secret/));
  });

  test("a wrong secret in the header, in the challenge", async () => {
    const call = refresh({ ...app, proof: oauth.ClientSecretBasic("wrong") }, "any");
    const parameters = { error: "invalid_client", error_description: expect.stringMatching(/secret/) };
    await expect(call).rejects.toMatchObject({ status: 400, cause: [{ scheme: "basic", parameters }] });
  });

  test("a grant that the client may not use", async () => {
    const { as, client, proof } = app;
    const response = await oauth.clientCredentialsGrantRequest(as, client, proof, {}, http);
    const call = oauth.processClientCredentialsResponse(as, client, response);
    await expect(call).rejects.toMatchObject(because("unauthorized_client", /grant/));
  });

  test("a grant that nobody may use", async () => {
    const { as, client, proof } = app;
    const form = { username: "ada", password };
    const response = await oauth.genericTokenEndpointRequest(as, client, proof, "password", form, http);
    const call = oauth.processGenericTokenEndpointResponse(as, client, response);
    await expect(call).rejects.toMatchObject(because("unsupported_grant_type", /grant type/));
  });

  test("an access token that userInfo refuses", async () => {
    const parameters = { error: "invalid_token", error_description: expect.stringMatching(/\S/) };
    await expect(userInfo(app, "not-a-token")).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: "bearer", parameters }],
    });
  });

  test.each<[string, Changes, string, RegExp]>([
    ["a scope that the client has not", { scope: "openid other/scope" }, "invalid_scope", /other\/scope/],
    ["nobody to sign in silently", { scope: "openid", prompt: "none" }, "login_required", /\S/],
    [
      "a response type that is none",
      { scope: "openid", response_type: "answer" },
      "unsupported_response_type",
      /\S/,
    ],
    [
      "a plain challenge",
      { scope: "openid", code_challenge: "a", code_challenge_method: "plain" },
      "invalid_request",
      /S256/,
    ],
  ])("%s, at the authorization endpoint", async (_, parameters, error, words) => {
    const url = await goAndComeBack(app, { state: "s-1", ...parameters });
    const call = () => oauth.validateAuthResponse(app.as, app.client, url, "s-1");
    expect(call).toThrow(oauth.AuthorizationResponseError);
    expect(call).toThrow(expect.objectContaining({ error, error_description: expect.stringMatching(words) }));
  });
});
