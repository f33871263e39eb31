/** `/oauth2/userInfo`: who may ask, in which way, and what they are shown. */
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerOf, askUserInfo } from "./support/oauth.ts";
import { expectOAuthHeaders } from "./support/oauth-failure.ts";
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  type TestClient,
  type TestPerson,
} from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { signInByCode, signInByPassword } from "./support/sign-in.ts";

const ExplicitAuthFlows: "ALLOW_USER_PASSWORD_AUTH"[] = ["ALLOW_USER_PASSWORD_AUTH"];

let server: TestServer;
let poolId: string;
let client: TestClient;
let ada: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
  poolId = await createPool(server, {
    Schema: [{ Name: "team", AttributeDataType: "String", Mutable: true }],
  });
  client = await createClient(server, poolId, { ...codeClient, ExplicitAuthFlows });
  ada = await createPerson(server, poolId, "ada", attributes);
});
afterAll(() => server.close());

const attributes = {
  email: "ada@example.com",
  email_verified: "true",
  phone_number: "+4915112345678",
  phone_number_verified: "false",
  name: "Ada",
  updated_at: "1790000000",
  "custom:team": "engine",
};

const url = () => `${server.url}/oauth2/userInfo`;
const tokensFor = (scopes: readonly string[], at: TestClient = client) =>
  signInByCode(server, { poolId, client: at, person: ada, scopes });
const claimsFor = async (scopes: readonly string[], at?: TestClient): Promise<Record<string, unknown>> => {
  const response = await askUserInfo(server, (await tokensFor(scopes, at)).accessToken);
  expect(response.status).toBe(200);
  return await response.json();
};

describe("who may ask", () => {
  test("whoever holds an access token: in the header of a GET or POST, or in the form of a POST (UI-01)", async () => {
    const { accessToken } = await tokensFor(["openid"]);
    const authorization = `Bearer ${accessToken}`;
    const form = new URLSearchParams({ access_token: accessToken });
    for (const request of [
      { headers: { authorization } },
      { headers: { authorization: `bearer ${accessToken}` } },
      { method: "POST", headers: { authorization } },
      { method: "POST", body: form },
    ]) {
      const response = await fetch(url(), request);
      expect(response.status).toBe(200);
      expectOAuthHeaders(response.headers);
      expect(await response.json()).toMatchObject({ sub: ada.sub });
    }
  });

  test("a token in the URL, twice, or in no known way is a bad request (UI-01)", async () => {
    const { accessToken } = await tokensFor(["openid"]);
    const headers = { authorization: `Bearer ${accessToken}` };
    const body = new URLSearchParams({ access_token: accessToken });
    for (const response of [
      await fetch(url()),
      await fetch(`${url()}?access_token=${accessToken}`),
      await fetch(url(), { method: "POST", headers, body }),
      await fetch(url(), { method: "POST" }),
      await fetch(url(), { method: "POST", body: JSON.stringify({ access_token: accessToken }) }),
      await fetch(url(), { headers: { authorization: `Basic ${btoa("a:b")}` } }),
      await fetch(url(), { headers: { authorization: "Bearer" } }),
      await fetch(url(), { method: "POST", headers: { authorization: "Bearer" }, body }),
      await fetch(url(), { method: "POST", headers: { authorization: `Basic ${btoa("a:b")}` }, body }),
    ]) {
      expect(await refusalOf(response)).toEqual({
        status: 400,
        challenge:
          'Bearer error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"',
        body: { error: "invalid_request", error_description: "Bad OAuth2 request at UserInfo Endpoint" },
      });
    }
  });

  test("an expired token is told so, and made-up ones no more (UI-02)", async () => {
    const { accessToken } = await tokensFor(["openid"]);
    server.advance(3600);
    for (const token of [accessToken, "made-up", "a.b.c", "....."]) {
      const error_description =
        "Access token is expired, disabled, or deleted, or the user has globally signed out.";
      expect(await refusalOf(await askUserInfo(server, token))).toEqual({
        status: 401,
        challenge: `Bearer error="invalid_token", error_description="${error_description}"`,
        body: { error: "invalid_token", error_description },
      });
    }
  });

  test("a token without openid has insufficient scope (UI-03)", async () => {
    const { accessToken } = await signInByPassword(server, client, ada);
    const refusal = await refusalOf(await askUserInfo(server, accessToken));
    expect(refusal).toMatchObject({ status: 403, body: { error: "insufficient_scope" } });
    expect(refusal.challenge).toContain('error="insufficient_scope"');
  });

  test("other methods are not answered as if they were one of these", async () => {
    for (const method of ["PUT", "DELETE"])
      expect((await fetch(url(), { method })).status).toBeGreaterThanOrEqual(400);
  });

  test("a browser app of any origin may ask, without cookies", async () => {
    const headers = {
      origin: "https://app.example.com",
      "access-control-request-method": "GET",
      "access-control-request-headers": "authorization",
    };
    const response = await fetch(url(), { method: "OPTIONS", headers });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-headers")).toBe("authorization");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
  });
});

describe("what they are shown", () => {
  test("the same sub as in the ID token, and the username (UI-03)", async () => {
    const { accessToken, idToken } = await tokensFor(["openid"]);
    const body: unknown = await (await askUserInfo(server, accessToken)).json();
    expect(body).toMatchObject({ sub: decodeJwt(idToken).sub, username: "ada" });
  });

  test("openid alone opens all that the client may read, every value a text (UI-04)", async () => {
    expect(await claimsFor(["openid"])).toEqual({ sub: ada.sub, username: "ada", ...attributes });
  });

  test.each([
    [
      ["openid", "email"],
      ["email", "email_verified"],
    ],
    [
      ["openid", "phone"],
      ["phone_number", "phone_number_verified"],
    ],
    [
      ["openid", "profile"],
      ["custom:team", "name", "updated_at"],
    ],
    [
      ["openid", "email", "phone"],
      ["email", "email_verified", "phone_number", "phone_number_verified"],
    ],
  ])("the scopes %j open theirs and no others (UI-05)", async (scopes, names) => {
    const { sub, username, ...claims } = await claimsFor(scopes);
    expect({ sub, username }).toEqual({ sub: ada.sub, username: "ada" });
    expect(Object.keys(claims).toSorted()).toEqual(names);
  });

  test("what the client may not read stays hidden, whatever the scopes (UI-05)", async () => {
    const shy = await createClient(server, poolId, { ...codeClient, ReadAttributes: ["name"] });
    expect(await claimsFor(["openid"], shy)).toEqual({ sub: ada.sub, username: "ada", name: "Ada" });
  });
});

async function refusalOf(response: Response) {
  const { status, headers, body } = await answerOf(response);
  expectOAuthHeaders(headers);
  return { status, challenge: headers.get("www-authenticate") ?? "", body };
}
