import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "./support/browser.ts";
import { formOf, textOf } from "./support/browser.ts";
import {
  answerOf,
  authorizePath,
  browserOf,
  type Changes,
  callback,
  challenge,
  claimsOf,
  queryOf,
  redeemAnswer,
  type Stage,
  setStage,
  signIn,
  verifier,
} from "./support/hosted.ts";
import { codeClient, createClient, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;
let implicit: Stage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setStage(server);
  const client = await createClient(server, stage.poolId, { ...codeClient, AllowedOAuthFlows: ["implicit"] });
  implicit = { ...stage, client };
});

afterAll(() => server.close());

async function ask(changes: Changes): Promise<Page> {
  return browserOf(stage).get(authorizePath(stage, changes));
}

describe("a person who signs in", () => {
  test("AZ-08, AZ-09: gets a code in the query, with state and the issuer that discovery names", async () => {
    const browser = browserOf(stage);
    const page = await signIn(stage, browser, {
      nonce: "n-1",
      code_challenge: challenge,
      code_challenge_method: "S256",
    });
    expect(page.location?.startsWith(`${callback}?code=`)).toBe(true);
    const discovery = await fetch(`${server.url}/${stage.poolId}/.well-known/openid-configuration`).then(
      (r) => r.json(),
    );
    expect(discovery.authorization_response_iss_parameter_supported).toBe(true);
    expect(answerOf(page)).toEqual({
      code: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      state: "s-1",
      iss: discovery.issuer,
    });
    const { status, body } = await redeemAnswer(stage, page, { code_verifier: verifier });
    expect(status).toBe(200);
    expect(claimsOf(body.id_token)).toMatchObject({
      nonce: "n-1",
      sub: stage.person.sub,
      email: "ada@example.com",
      auth_time: Math.floor(server.clock.now() / 1000),
    });
  });

  test("AZ-06: a verifier for a code asked without a challenge is refused", async () => {
    const page = await signIn(stage, browserOf(stage));
    expect((await redeemAnswer(stage, page, { code_verifier: verifier })).body.error).toBe("invalid_grant");
  });

  test("TK-03: a code lives five minutes", async () => {
    const page = await signIn(stage, browserOf(stage));
    server.advance(301);
    expect((await redeemAnswer(stage, page)).body.error).toBe("invalid_grant");
  });

  test("TK-02: a code used twice ends the sign-in it started", async () => {
    const page = await signIn(stage, browserOf(stage));
    const first = await redeemAnswer(stage, page);
    expect((await redeemAnswer(stage, page)).body.error).toBe("invalid_grant");
    const info = await fetch(`${server.url}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${first.body.access_token}` },
    });
    expect(info.status).toBe(401);
  });

  test("all scopes of the client are granted when none is asked for", async () => {
    const page = await signIn(stage, browserOf(stage), { scope: undefined });
    expect((await redeemAnswer(stage, page)).body.scope).toBe(codeClient.AllowedOAuthScopes.join(" "));
  });

  test("AZ-19: POST equals GET, parameters in the body", async () => {
    const browser = browserOf(stage);
    const posted = await browser.post(
      "/oauth2/authorize",
      Object.fromEntries(new URLSearchParams(queryOf(stage))),
    );
    const got = await browser.get(authorizePath(stage));
    expect([posted.status, got.status]).toEqual([303, 302]);
    expect((await browser.get(posted.location ?? "")).location).toBe(got.location);
  });

  test("HEAD is answered as GET, without the page", async () => {
    const got = await browserOf(stage).get(authorizePath(stage));
    const init = { method: "HEAD", redirect: "manual" } as const;
    const { status, headers } = await fetch(server.url + authorizePath(stage), init);
    expect([status, headers.get("location")]).toEqual([302, got.location]);
  });

  test("AZ-19: a form that another site sends finds who is signed in, though browsers send it without the cookie", async () => {
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const asked = Object.fromEntries(new URLSearchParams(queryOf(stage, { prompt: "none" })));
    const posted = await browser.post("/oauth2/authorize", asked, { cookie: "" });
    expect(posted.status).toBe(303);
    expect(answerOf(await browser.visit(posted.location ?? ""))).toMatchObject({
      state: "s-1",
      code: expect.any(String),
    });
  });
});

describe("response modes", () => {
  test("AZ-12: form_post escapes what it carries", async () => {
    const hostile = `"><script>alert(1)</script>`;
    const page = await signIn(stage, browserOf(stage), { response_mode: "form_post", state: hostile });
    expect(page).toMatchObject({ status: 200, location: undefined });
    expect(page.html).not.toContain("<script>alert");
    const { action, hidden } = formOf(page);
    expect(action).toBe(callback);
    expect(hidden).toMatchObject({ state: hostile, code: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(page.headers.get("content-security-policy")).toContain(
      "form-action 'self' https://app.example.com;",
    );
  });

  test("AZ-12: a failure takes the same way", async () => {
    const page = await ask({ response_mode: "form_post", prompt: "none" });
    expect(formOf(page).hidden).toMatchObject({ error: "login_required", state: "s-1" });
  });

  test("AZ-12: the fragment carries a code only when asked to", async () => {
    const page = await signIn(stage, browserOf(stage), { response_mode: "fragment" });
    expect(page.location).toMatch(`${callback}#code=`);
  });

  test("AZ-11: implicit gives tokens in the fragment, no refresh token", async () => {
    const page = await signIn(implicit, browserOf(stage), { response_type: "token", nonce: "n-2" });
    expect(page.location).toMatch(`${callback}#id_token=`);
    const answer = answerOf(page);
    expect(answer).toMatchObject({
      token_type: "Bearer",
      expires_in: "3600",
      state: "s-1",
      scope: "openid email",
    });
    expect(answer).not.toHaveProperty("refresh_token");
    expect(answer).not.toHaveProperty("code");
    expect(claimsOf(answer["id_token"])).toMatchObject({ nonce: "n-2", at_hash: expect.any(String) });
    const info = await fetch(`${server.url}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${answer["access_token"]}` },
    });
    expect(await info.json()).toMatchObject({ sub: stage.person.sub, email: "ada@example.com" });
  });

  test("implicit without openid gives no ID token", async () => {
    const page = await signIn(implicit, browserOf(stage), {
      response_type: "token",
      scope: "aws.cognito.signin.user.admin",
    });
    expect(Object.keys(answerOf(page))).not.toContain("id_token");
  });
});

describe("somebody who is signed in already", () => {
  test("is signed in to the next app without a page, with the time they signed in", async () => {
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const signedInAt = Math.floor(server.clock.now() / 1000);
    server.advance(60);
    const page = await browser.get(authorizePath(stage, { prompt: "none" }));
    expect(claimsOf((await redeemAnswer(stage, page)).body.id_token)["auth_time"]).toBe(signedInAt);
    expect((await browser.get(authorizePath(stage, { prompt: "select_account consent" }))).location).toMatch(
      /\?code=/,
    );
  });

  test("AZ-15: prompt=login asks again and gives a new auth_time", async () => {
    const browser = browserOf(stage);
    const first = await redeemAnswer(stage, await signIn(stage, browser));
    server.advance(60);
    const page = await browser.visit(authorizePath(stage, { prompt: "login" }));
    expect(textOf(page.html)).toContain("Password");
    const second = await redeemAnswer(stage, await browser.submit(page, { username: "ada", password }));
    const [before, after] = [first, second].map(({ body }) => claimsOf(body.id_token)["auth_time"]);
    expect(Number(after) - Number(before)).toBe(60);
  });

  test("AZ-16: max_age asks again after that many seconds", async () => {
    const browser = browserOf(stage);
    await signIn(stage, browser);
    expect((await browser.get(authorizePath(stage, { max_age: "1" }))).location).toMatch(/\?code=/);
    server.advance(2);
    expect((await browser.get(authorizePath(stage, { max_age: "1" }))).location).toMatch(/^\/login\?/);
    expect(textOf((await browser.visit(authorizePath(stage, { max_age: "1" }))).html)).toContain("Password");
    expect(answerOf(await browser.get(authorizePath(stage, { max_age: "1", prompt: "none" })))).toMatchObject(
      {
        error: "login_required",
      },
    );
    expect((await browser.get(authorizePath(stage, { max_age: "10000" }))).location).toMatch(/\?code=/);
    expect((await browser.get(authorizePath(stage, { max_age: "0" }))).location).toMatch(/^\/login\?/);
  });
});
