/** openid-client 6, as it comes from npm, with every kind of client: from discovery to sign-out, its own checks all on. */
import { createHash } from "node:crypto";
import * as oidc from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "./support/browser.ts";
import { browserOf, callback, type Stage, setStage } from "./support/hosted.ts";
import { createApi, createClient, createPool, machineClient, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const kinds = [
  { kind: "a confidential client with Basic", GenerateSecret: true, authentication: oidc.ClientSecretBasic },
  {
    kind: "a confidential client with its secret in the body",
    GenerateSecret: true,
    authentication: oidc.ClientSecretPost,
  },
  { kind: "a public client", GenerateSecret: false, authentication: () => oidc.None() },
];

interface App {
  readonly config: oidc.Configuration;
  readonly browser: Browser;
  readonly stage: Stage;
}

async function discover(
  poolId: string,
  { clientId, clientSecret }: Stage["client"],
  authentication: (secret: string) => oidc.ClientAuth,
  algorithm: "oidc" | "oauth2" = "oidc",
): Promise<oidc.Configuration> {
  const issuer = new URL(`${server.url}/${poolId}`);
  return oidc.discovery(issuer, clientId, {}, authentication(clientSecret), {
    algorithm,
    // The server of the tests has no TLS; and the library is to verify the signatures of ID tokens too.
    execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
  });
}

async function openApp({
  GenerateSecret,
  authentication,
}: Omit<(typeof kinds)[number], "kind">): Promise<App> {
  const stage = await setStage(server, { GenerateSecret });
  return {
    stage,
    config: await discover(stage.poolId, stage.client, authentication),
    browser: browserOf(stage),
  };
}

/** To the server and back to the app, by name and password where the browser is asked for them. */
async function authorize({ config, browser, stage }: App, more: Record<string, string> = {}) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier, expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: "openid email",
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...more,
  });
  const page = await browser.visit(pathOf(url));
  const back =
    page.location === undefined
      ? await browser.submit(page, { username: stage.person.username, password })
      : page;
  return { checks, url: new URL(back.location ?? "") };
}

async function signIn(app: App) {
  const { checks, url } = await authorize(app);
  return oidc.authorizationCodeGrant(app.config, url, { ...checks, idTokenExpected: true });
}

function pathOf({ pathname, search }: URL): string {
  return pathname + search;
}

describe.each(kinds)("openid-client as $kind", (kind) => {
  test("signs a person in, and finds the tokens to be what they claim", async () => {
    const app = await openApp(kind);
    const tokens = await signIn(app);
    const { person, client } = app.stage;
    expect(tokens).toMatchObject({
      token_type: "bearer",
      expires_in: 3600,
      refresh_token: expect.any(String),
    });
    expect(tokens.claims()).toMatchObject({
      iss: app.config.serverMetadata().issuer,
      sub: person.sub,
      aud: client.clientId,
      email: "ada@example.com",
      email_verified: true,
      // OIDC Core §3.1.3.6: the left half of the hash.
      at_hash: createHash("sha256")
        .update(tokens.access_token)
        .digest()
        .subarray(0, 16)
        .toString("base64url"),
    });
  });

  test("refreshes, asks for the person, and revokes", async () => {
    const app = await openApp(kind);
    const { config, stage } = app;
    const first = await signIn(app);
    const second = await oidc.refreshTokenGrant(config, first.refresh_token ?? "");
    expect(second.access_token).not.toBe(first.access_token);
    expect(second.claims()?.auth_time).toBe(first.claims()?.auth_time);
    expect(await oidc.fetchUserInfo(config, second.access_token, stage.person.sub)).toMatchObject({
      sub: stage.person.sub,
      email: "ada@example.com",
    });

    await oidc.tokenRevocation(config, first.refresh_token ?? "");
    await expect(oidc.refreshTokenGrant(config, first.refresh_token ?? "")).rejects.toMatchObject({
      error: "invalid_grant",
      error_description: expect.stringContaining("revoked"),
      status: 400,
    });
    await expect(oidc.fetchUserInfo(config, second.access_token, stage.person.sub)).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: "bearer", parameters: { error: "invalid_token" } }],
    });
  });

  test("signs out, after which nobody signs in silently", async () => {
    const app = await openApp(kind);
    const tokens = await signIn(app);
    const silent = await authorize(app, { prompt: "none" });
    expect(await oidc.authorizationCodeGrant(app.config, silent.url, silent.checks)).toHaveProperty(
      "id_token",
    );

    const url = oidc.buildEndSessionUrl(app.config, {
      id_token_hint: tokens.id_token ?? "",
      post_logout_redirect_uri: "https://app.example.com/",
      state: "gone",
    });
    expect((await app.browser.visit(pathOf(url))).location).toBe("https://app.example.com/?state=gone");
    const { checks, url: refused } = await authorize(app, { prompt: "none" });
    await expect(oidc.authorizationCodeGrant(app.config, refused, checks)).rejects.toMatchObject({
      error: "login_required",
      error_description: expect.stringMatching(/\S/),
    });
  });
});

describe("openid-client", () => {
  const [basic, post, none] = kinds;
  if (basic === undefined || post === undefined || none === undefined) throw new Error("three kinds");

  test.each([basic, post])(
    "as $kind, which is a machine, gets a token of its own",
    async ({ authentication }) => {
      const poolId = await createPool(server);
      await createApi(server, poolId);
      const machine = await createClient(server, poolId, machineClient);
      const config = await discover(poolId, machine, authentication);
      const tokens = await oidc.clientCredentialsGrant(config, { scope: "api/read" });
      expect(tokens).toMatchObject({ token_type: "bearer", expires_in: 3600 });
      expect(tokens).not.toHaveProperty("refresh_token");
      expect(tokens).not.toHaveProperty("id_token");
      await expect(oidc.clientCredentialsGrant(config, { scope: "api/none" })).rejects.toMatchObject({
        error: "invalid_scope",
        error_description: expect.stringContaining("api/none"),
      });
    },
  );

  test("finds the same metadata at both addresses", async () => {
    const { stage, config } = await openApp(none);
    const other = await discover(stage.poolId, stage.client, none.authentication, "oauth2");
    expect(other.serverMetadata()).toEqual(config.serverMetadata());
    expect(config.serverMetadata().supportsPKCE()).toBe(true);
    expect(config.serverMetadata().authorization_response_iss_parameter_supported).toBe(true);
  });

  test("does not take an answer without our name in it, or with another's (AZ-08, AZ-09)", async () => {
    const app = await openApp(none);
    const { url, checks } = await authorize(app);
    expect(url.searchParams.get("iss")).toBe(app.config.serverMetadata().issuer);
    const mixUp = { cause: { message: expect.stringContaining('"iss"') } };
    url.searchParams.set("iss", "https://elsewhere.example.com");
    await expect(oidc.authorizationCodeGrant(app.config, url, checks)).rejects.toMatchObject(mixUp);
    url.searchParams.delete("iss");
    await expect(oidc.authorizationCodeGrant(app.config, url, checks)).rejects.toMatchObject(mixUp);
  });

  test("finds a recent sign-in recent enough, and asks again for one that is not", async () => {
    const app = await openApp(none);
    await signIn(app);
    const recent = await authorize(app, { max_age: "600" });
    const first = await oidc.authorizationCodeGrant(app.config, recent.url, {
      ...recent.checks,
      maxAge: 600,
    });
    expect(first.claims()?.auth_time).toBeTypeOf("number");
    const { status, html } = await app.browser.visit(
      pathOf(
        oidc.buildAuthorizationUrl(app.config, { redirect_uri: callback, scope: "openid", max_age: "0" }),
      ),
    );
    expect(status).toBe(200);
    expect(html).toContain('name="password"');
  });

  test.each([basic, post])("as $kind reads why its secret was refused", async ({ authentication }) => {
    const { stage } = await openApp(basic);
    const config = await discover(stage.poolId, { ...stage.client, clientSecret: "wrong" }, authentication);
    const error: unknown = await oidc.refreshTokenGrant(config, "any").catch((thrown: unknown) => thrown);
    // Where there is a challenge the library shows that, and not the body.
    const reason = { error: "invalid_client", error_description: expect.stringContaining("secret") };
    expect(error).toMatchObject(
      authentication === oidc.ClientSecretBasic
        ? { status: 400, cause: [{ scheme: "basic", parameters: reason }] }
        : { status: 400, ...reason },
    );
  });
});
