/** The authorization endpoint: which requests it refuses, and how it says so. */
import { createServer } from "node:http";
import { CreateUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CauseName } from "../src/core/events/causes.ts";
import { explain } from "../src/core/events/explain.ts";
import type { Page } from "./support/browser.ts";
import { formOf, linkOf } from "./support/browser.ts";
import { expectEveryCauseTold } from "./support/chapters.ts";
import {
  answerOf,
  authorizePath,
  browserOf,
  type Changes,
  callback,
  challenge,
  redeemAnswer,
  type Stage,
  setStage,
  signIn,
} from "./support/hosted.ts";
import { listenLocally } from "./support/listening.ts";
import { told } from "./support/oauth-failure.ts";
import { codeClient, createClient, createPerson, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;
let implicit: Stage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setStage(server, {
    CallbackURLs: [callback, "http://127.0.0.1/cb", "http://[::1]:8000/cb", "http://localhost:3000/cb"],
  });
  const client = await createClient(server, stage.poolId, { ...codeClient, AllowedOAuthFlows: ["implicit"] });
  implicit = { ...stage, client };
});

afterAll(() => server.close());

async function expectEvent(requestId: string | null, cause: CauseName, door: string): Promise<void> {
  const event = await server.world.store.read.events.find(requestId ?? "");
  expect(event).toMatchObject({ cause, door });
  expect(event === undefined ? "" : explain(event)).not.toMatch(/\{\w+\}/);
  told.add(cause);
}

/** No redirect: a page that says why, and an event. */
async function expectPage(page: Page, cause: CauseName, status = 400): Promise<void> {
  expect(page).toMatchObject({ status, location: undefined });
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.html).not.toMatch(/\{\w+\}/);
  await expectEvent(page.headers.get("x-amz-cognito-request-id"), cause, page.path.replace(/\?.*/, ""));
}

async function expectError(page: Page, error: string, cause: CauseName): Promise<void> {
  const answer = answerOf(page);
  expect(answer).toMatchObject({
    error,
    error_uri: `${server.url}/errors/${error}#${cause}`,
    state: "s-1",
    iss: `${server.url}/${stage.poolId}`,
  });
  expect(answer["error_description"]).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  await expectEvent(answer["request_id"] ?? "", cause, "/oauth2/authorize");
}

async function ask(changes: Changes, on = stage): Promise<Page> {
  return browserOf(on).get(authorizePath(on, changes));
}

describe("AZ-01: the redirect URI is compared byte for byte", () => {
  const host = "app.example.com";
  const path = `https://${host}/callback`;
  test.each([
    `${path}/`,
    `${path}?`,
    `${path}?x=1`,
    `${path}#f`,
    `${path}#`,
    `${path}%00`,
    `${path}%20`,
    ` ${path}`,
    `${path} `,
    `${path}\t`,
    `${path}\r\nX-Evil: 1`,
    `${path}/..`,
    `${path}/%2e%2e/callback`,
    `${path}/..;/callback`,
    `${path};a=b`,
    `${path}\\`,
    `${path}\u0000`,
    `${path}\u200b`,
    `https://${host}//callback`,
    `https://${host}/./callback`,
    `https://${host}/%63allback`,
    `https://${host}/Callback`,
    `https://${host}:443/callback`,
    `https://${host}./callback`,
    `https://${host.toUpperCase()}/callback`,
    `HTTPS://${host}/callback`,
    `http://${host}/callback`,
    `//${host}/callback`,
    `/callback`,
    `callback`,
    `https:/${host}/callback`,
    `https:${host}/callback`,
    `https:\\\\${host}\\callback`,
    `https://user@${host}/callback`,
    `https://user:pass@${host}/callback`,
    `https://evil.example@${host}/callback`,
    `https://${host}@evil.example/callback`,
    `https://${host}@@evil.example/callback`,
    `https://evil.example\\@${host}/callback`,
    `https://${host}.evil.example/callback`,
    `https://evil.example/${path}`,
    `https://evil.example/callback?${path}`,
    `https://evil.example#${path}`,
    `https://app。example.com/callback`,
    `https://аpp.example.com/callback`,
    `https://*.example.com/callback`,
    `https://%61pp.example.com/callback`,
    `javascript:alert(1)//${path}`,
    `JaVaScRiPt:alert(1)`,
    `data:text/html,<script>alert(1)</script>`,
    `vbscript:msgbox`,
    `file:///etc/passwd`,
    `about:blank`,
    `${path},https://evil.example/`,
    `${path} https://evil.example/`,
    `http://127.0.0.1.evil/cb`,
    `http://127.0.0.1.evil.example:80/cb`,
    `http://127.0.0.1:80.evil/cb`,
    `http://127.0.0.1:80@evil/cb`,
    `http://127.0.0.1@evil/cb`,
    `http://127.0.0.1:/cb`,
    `http://127.0.0.1:0/cb`,
    `http://127.0.0.1:080/cb`,
    `http://127.0.0.1:65536/cb`,
    `http://127.0.0.1:-1/cb`,
    `http://127.0.0.1:49152/cb/`,
    `http://127.0.0.1:49152/cb?x`,
    `http://127.0.0.1:49152/CB`,
    `https://127.0.0.1:49152/cb`,
    `http://127.0.0.2:49152/cb`,
    `http://127.1:49152/cb`,
    `http://2130706433:49152/cb`,
    `http://0x7f000001/cb`,
    `http://0177.0.0.1/cb`,
    `http://127.0.0.1:49152\\cb`,
    `http://[::1]:49152.evil/cb`,
    `http://[::1]evil:49152/cb`,
    `http://[0:0:0:0:0:0:0:1]:49152/cb`,
    `http://[::ffff:127.0.0.1]:49152/cb`,
    `http://localhost:3001/cb`,
    `http://localhost/cb`,
    `http://LOCALHOST:3000/cb`,
    `http://localhost.evil:3000/cb`,
  ])("refuses %j", async (redirect_uri) => {
    await expectPage(await ask({ redirect_uri }), "redirectUriNotRegistered");
  });

  test("AZ-02, HP-03: neither page shows what could be read as a sentence or as markup", async () => {
    for (const changes of [
      { redirect_uri: `https://x/"><svg onload=1> call us` },
      { client_id: "<svg onload=1>" },
    ]) {
      expect((await ask(changes)).html).not.toMatch(/call us|svg onload/);
    }
  });
});

describe("AZ-02: without a client and its address there is no redirect", () => {
  test.each<[string, Changes, CauseName]>([
    ["an unknown client", { client_id: "nobody" }, "clientUnknown"],
    ["no client", { client_id: undefined }, "parameterMissing"],
    ["no address", { redirect_uri: undefined }, "redirectUriMissing"],
  ])("%s", async (_name, changes, cause) => expectPage(await ask(changes), cause));

  test.each([
    ["client_id", "nobody"],
    ["redirect_uri", "https://evil.example/"],
  ])("AZ-18: %s sent twice", async (name, second) => {
    const page = await browserOf(stage).get(`${authorizePath(stage)}&${name}=${encodeURIComponent(second)}`);
    await expectPage(page, "parameterRepeated");
  });

  test("the client's default address stands in for a missing one", async () => {
    const client = await createClient(server, stage.poolId, { ...codeClient, DefaultRedirectURI: callback });
    const page = await ask({ redirect_uri: undefined, prompt: "none" }, { ...stage, client });
    expect(page.location).toMatch(`${callback}?error=login_required`);
  });
});

test.each([
  "http://127.0.0.1:49152/cb",
  "http://127.0.0.1/cb",
  "http://[::1]/cb",
  "http://[::1]:1/cb",
  "http://localhost:3000/cb",
])("AZ-04: a loopback address may have any port: %s", async (redirect_uri) => {
  const page = await ask({ redirect_uri, prompt: "none" });
  expect(page.location?.startsWith(`${redirect_uri}?error=login_required&`)).toBe(true);
});

describe("a request that is wrong goes back to the app", () => {
  const wrong: [string, Changes, string, CauseName][] = [
    ["no response type", { response_type: undefined }, "invalid_request", "parameterMissing"],
    [
      "another response type",
      { response_type: "id_token" },
      "unsupported_response_type",
      "responseTypeUnknown",
    ],
    ["a hybrid one", { response_type: "code id_token" }, "unsupported_response_type", "responseTypeUnknown"],
    ["AZ-11: implicit, not enabled", { response_type: "token" }, "unauthorized_client", "grantNotAllowed"],
    [
      "AZ-05: plain PKCE",
      { code_challenge: challenge, code_challenge_method: "plain" },
      "invalid_request",
      "codeChallengeNotS256",
    ],
    [
      "AZ-05: PKCE without a method",
      { code_challenge: challenge },
      "invalid_request",
      "codeChallengeNotS256",
    ],
    [
      "a method without a challenge",
      { code_challenge_method: "S256" },
      "invalid_request",
      "parameterMissing",
    ],
    ...["x".repeat(42), "x".repeat(44), "x".repeat(129), `${"x".repeat(42)}=`, `${"x".repeat(42)}+`].map(
      (code_challenge): [string, Changes, string, CauseName] => [
        `AZ-07: the challenge ${code_challenge.slice(-3)} of ${code_challenge.length}`,
        { code_challenge, code_challenge_method: "S256" },
        "invalid_request",
        "parameterMalformed",
      ],
    ),
    [
      "AZ-12: an unknown response mode",
      { response_mode: "web_message" },
      "invalid_request",
      "parameterMalformed",
    ],
    ["AZ-13: prompt=none, nobody signed in", { prompt: "none" }, "login_required", "loginRequired"],
    ["AZ-14: prompt=none and login", { prompt: "none login" }, "invalid_request", "promptNoneNotAlone"],
    ["AZ-14: prompt=none and consent", { prompt: "consent none" }, "invalid_request", "promptNoneNotAlone"],
    ["an unknown prompt", { prompt: "create" }, "invalid_request", "parameterMalformed"],
    ["a negative max_age", { max_age: "-1" }, "invalid_request", "parameterMalformed"],
    ["AZ-17: a hint that is no token", { id_token_hint: "a.b.c" }, "invalid_request", "idTokenHintInvalid"],
    ["AZ-20: a request object", { request: "e30." }, "request_not_supported", "requestObjectNotSupported"],
    ["AZ-21: a scope it does not have", { scope: "openid admin/all" }, "invalid_scope", "scopeNotAllowed"],
    ["AZ-21: a scope of another spelling", { scope: "OpenID" }, "invalid_scope", "scopeNotAllowed"],
    ["email without openid", { scope: "email" }, "invalid_scope", "scopeNeedsOpenid"],
    ["AZ-27: a resource", { resource: "https://api.example.com" }, "invalid_target", "resourceNotSupported"],
    ["another provider", { identity_provider: "Google" }, "invalid_request", "identityProviderUnknown"],
    [
      "a provider's other name",
      { idp_identifier: "example.com" },
      "invalid_request",
      "identityProviderUnknown",
    ],
    ["a nonce of 5 kB", { nonce: "n".repeat(5000) }, "invalid_request", "parameterMalformed"],
  ];
  test.each(wrong)("%s", async (_name, changes, error, cause) =>
    expectError(await ask(changes), error, cause),
  );

  test("AZ-18: a repeated parameter is refused, a repeated unknown one too, a single unknown one is ignored", async () => {
    const browser = browserOf(stage);
    await expectError(
      await browser.get(`${authorizePath(stage)}&scope=phone`),
      "invalid_request",
      "parameterRepeated",
    );
    await expectError(
      await browser.get(`${authorizePath(stage)}&a=1&a=2`),
      "invalid_request",
      "parameterRepeated",
    );
    expect((await browser.get(authorizePath(stage, { foo: "bar" }))).location).toMatch(/^\/login\?/);
  });

  test("AZ-18: of a repeated state none goes back", async () => {
    const page = await browserOf(stage).get(`${authorizePath(stage)}&state=other`);
    expect(answerOf(page)).toMatchObject({ error: "invalid_request" });
    expect(answerOf(page)).not.toHaveProperty("state");
  });

  test("AZ-20: a request by reference is refused, and nothing is fetched", async () => {
    let visits = 0;
    const trap = createServer((_request, response) => {
      visits++;
      response.end();
    });
    const { port, close } = await listenLocally(trap);
    const page = await ask({ request_uri: `http://127.0.0.1:${port}/` });
    await expectError(page, "request_uri_not_supported", "requestUriNotSupported");
    await close();
    expect(visits).toBe(0);
  });

  test("AZ-11: an implicit client is told in the fragment, and gets no tokens in a query", async () => {
    const page = await ask({ response_type: "token", scope: "admin" }, implicit);
    expect(page.location).toMatch(`${callback}#error=invalid_scope&`);
    const query = await ask({ response_type: "token", response_mode: "query" }, implicit);
    expect(query.location).toMatch(`${callback}#error=invalid_request&`);
    await expectError(query, "invalid_request", "responseModeNotAllowed");
    expect(answerOf(await ask({}, implicit))).toMatchObject({ error: "unauthorized_client" });
  });

  test("a client whose OAuth flows are off gets nothing", async () => {
    const { UserPoolClient } = await server.admin.send(
      new CreateUserPoolClientCommand({
        UserPoolId: stage.poolId,
        ClientName: "off",
        CallbackURLs: [callback],
      }),
    );
    const client = { clientId: UserPoolClient?.ClientId ?? "", clientSecret: "" };
    expect(answerOf(await ask({ scope: undefined }, { ...stage, client }))).toMatchObject({
      error: "unauthorized_client",
    });
  });
});

describe("AZ-10: state comes back byte for byte", () => {
  test.each([
    "%F0%9F%94%92%2B%20%22",
    "a%00b",
    "%0D%0ASet-Cookie:%20a=b",
    "%7B%22a%22%3A1%7D",
    "a%26b%3Dc%23d%25",
    "%22%3E%3Csvg%20onload=1%3E",
    `${"x".repeat(2048)}`,
    "%E2%80%AE%EF%BB%BF",
  ])("%s", async (state) => {
    const browser = browserOf(stage);
    const raw = `${authorizePath(stage, { state: undefined })}&state=${state}`;
    const page = await browser.submit(await browser.visit(raw), { username: "ada", password });
    const returned = /[?&]state=([^&]*)/.exec(page.location ?? "")?.[1] ?? "";
    expect(bytesOf(returned)).toEqual(bytesOf(state));
    expect(page.headers.get("set-cookie")).not.toContain("a=b");
  });

  test.each(["a\nb", "a\rb", "a\0b"])("%j is refused where a form would change it", async (state) => {
    const { hidden } = formOf(await ask({ state, response_mode: "form_post" }));
    expect(hidden).toMatchObject({ error: "invalid_request" });
    expect(hidden).not.toHaveProperty("state");
  });

  test("what is not UTF-8 is refused, not changed", async () => {
    const page = await browserOf(stage).get(`${authorizePath(stage, { state: undefined })}&state=%FF`);
    expect(answerOf(page)).toMatchObject({ error: "invalid_request" });
  });

  function bytesOf(encoded: string): number[] {
    return [...Buffer.from(decodeURIComponent(encoded.replaceAll("+", " ")))];
  }
});

describe("who may ask", () => {
  test.each(["PUT", "DELETE", "PATCH"])("%s is not answered", async (method) => {
    const response = await fetch(`${server.url}/oauth2/authorize`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, POST");
    await expectEvent(
      response.headers.get("x-amz-cognito-request-id"),
      "methodNotGetOrPost",
      "/oauth2/authorize",
    );
  });

  test("AZ-24: no origin may read the endpoint, and no preflight succeeds", async () => {
    const headers = { origin: "https://evil.example", "access-control-request-method": "GET" };
    const responses = [
      await fetch(`${server.url}/oauth2/authorize`, { method: "OPTIONS", headers }),
      await fetch(server.url + authorizePath(stage), { headers, redirect: "manual" }),
      await fetch(`${server.url}/oauth2/authorize`, { method: "POST", headers, body: "x".repeat(2_000_000) }),
    ];
    expect(responses.map((response) => response.headers.get("access-control-allow-origin"))).toEqual([
      null,
      null,
      null,
    ]);
    expect(responses[0]?.ok).toBe(false);
  });
});

describe("AZ-17: an id_token_hint", () => {
  test("must be an ID token of this client, and its person must be the one signed in", async () => {
    await createPerson(server, stage.poolId, "ben");
    const [ada, ben] = [browserOf(stage), browserOf(stage)];
    const adas = (await redeemAnswer(stage, await signIn(stage, ada))).body;
    const asBen = { ...stage, person: { ...stage.person, username: "ben" } };
    const bens = (await redeemAnswer(stage, await signIn(asBen, ben))).body;
    const hinted = (id_token_hint = "", prompt = "none") => authorizePath(stage, { id_token_hint, prompt });

    expect((await ada.get(hinted(adas.id_token))).location).toMatch(/\?code=/);
    await expectError(await ada.get(hinted(bens.id_token)), "login_required", "otherPersonSignedIn");
    expect((await ada.get(hinted(bens.id_token, "select_account"))).location).toMatch(/^\/login\?/);
    for (const token of [adas.access_token, `${adas.id_token?.slice(0, -4)}AAAA`, await ofOtherClient()]) {
      await expectError(await ada.get(hinted(token)), "invalid_request", "idTokenHintInvalid");
    }
    server.advance(3601);
    expect(answerOf(await ada.get(hinted(adas.id_token)))).toMatchObject({ error: "login_required" });
  });

  test("that names somebody else than who signs in is told to the app", async () => {
    await createPerson(server, stage.poolId, "eve");
    const { id_token } = (await redeemAnswer(stage, await signIn(stage, browserOf(stage)))).body;
    const asEve = { ...stage, person: { ...stage.person, username: "eve" } };
    const browser = browserOf(stage);
    const page = await signIn(asEve, browser, { id_token_hint: id_token });
    expect(answerOf(page)).toMatchObject({ error: "login_required", state: "s-1" });
    expect(answerOf(await browser.get(authorizePath(stage, { prompt: "none" })))).toMatchObject({
      error: "login_required",
    });
  });

  async function ofOtherClient(): Promise<string> {
    const client = await createClient(server, stage.poolId, codeClient);
    const other = { ...stage, client };
    return (await redeemAnswer(other, await signIn(other, browserOf(stage)))).body.id_token ?? "";
  }
});

test("the way back tells the app that nobody signed in", async () => {
  const page = await browserOf(stage).visit(authorizePath(stage));
  expect(answerOf({ ...page, location: linkOf(page, "Back to Lakeside") })).toMatchObject({
    error: "access_denied",
    state: "s-1",
  });
  told.add("signInCancelled");
});

test("LO-01: an address that is not registered is told on a page", async () => {
  const path = `/logout?client_id=${stage.client.clientId}&logout_uri=https://evil.example/`;
  await expectPage(await browserOf(stage).get(path), "logoutUriNotRegistered");
});

test("every cause of this chapter has been told", () => expectEveryCauseTold("authorize"));
