/** Signing out, as Cognito's apps ask for it and as OpenID's do. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, formOf, textOf } from "./support/browser.ts";
import {
  answerOf,
  authorizePath,
  browserOf,
  callback,
  redeemAnswer,
  type Stage,
  setStage,
  signIn,
} from "./support/hosted.ts";
import { codeClient, createClient, createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;
const home = codeClient.LogoutURLs[0] ?? "";

beforeAll(async () => {
  server = await startTestServer();
  stage = await setStage(server, { LogoutURLs: [home, "https://app.example.com/bye?x=1"] });
});

afterAll(() => server.close());

function logoutPath(parameters: Readonly<Record<string, string>>): string {
  return `/logout?${new URLSearchParams({ client_id: stage.client.clientId, ...parameters })}`;
}

async function signedIn(): Promise<{ browser: Browser; idToken: string }> {
  const browser = browserOf(stage);
  const page = await signIn(stage, browser);
  return { browser, idToken: (await redeemAnswer(stage, page)).body.id_token ?? "" };
}

async function isSignedIn(browser: Browser): Promise<boolean> {
  return "code" in answerOf(await browser.get(authorizePath(stage, { prompt: "none" })));
}

describe("Cognito's way", () => {
  test("LO-04: client_id and logout_uri end the session, on the server too", async () => {
    const { browser } = await signedIn();
    const cookies = new Map(browser.cookies);
    const page = await browser.get(logoutPath({ logout_uri: home }));
    expect(page).toMatchObject({ status: 302, location: home });
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(page.headers.getSetCookie()).toEqual([
      `poolhouse-session-${stage.poolId}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`,
    ]);
    const thief = browserOf(stage);
    for (const [name, value] of cookies) thief.cookies.set(name, value);
    expect(await isSignedIn(thief)).toBe(false);
    expect((await thief.get(authorizePath(stage))).location).toMatch(/^\/login\?/);
  });

  test("works without a session, too", async () => {
    expect((await browserOf(stage).get(logoutPath({ logout_uri: home }))).location).toBe(home);
  });

  test("redirect_uri with response_type leads to the login page of the same request", async () => {
    const { browser } = await signedIn();
    const page = await browser.visit(
      logoutPath({
        redirect_uri: callback,
        response_type: "code",
        scope: "openid",
        state: "s-2",
        nonce: "n",
      }),
    );
    expect(page.path).toMatch(/^\/login\?/);
    expect(new URLSearchParams(page.path.slice(7)).get("state")).toBe("s-2");
    expect(textOf(page.html)).toContain("Password");
  });

  test("logout_uri wins over redirect_uri", async () => {
    const path = logoutPath({ logout_uri: home, redirect_uri: callback, response_type: "code" });
    expect((await browserOf(stage).get(path)).location).toBe(home);
  });

  test.each<Record<string, string>>([
    { logout_uri: `${home}/` },
    { logout_uri: "https://evil.example/" },
    { logout_uri: "//evil.example" },
    { logout_uri: "/\\evil.example" },
    { logout_uri: "/%09/evil.example" },
    { logout_uri: "javascript:alert(1)" },
    { logout_uri: callback },
    { logout_uri: "https://evil.example/", redirect_uri: callback, response_type: "code" },
    { redirect_uri: home, response_type: "code" },
    { redirect_uri: "https://evil.example/", response_type: "code" },
    { redirect_uri: callback },
    { post_logout_redirect_uri: "https://evil.example/" },
    { post_logout_redirect_uri: "https://app.example.com/bye" },
    { client_id: "nobody", logout_uri: home },
  ])("LO-01, HP-10: %j goes nowhere and ends nothing", async (parameters) => {
    const { browser } = await signedIn();
    const page = await browser.get(logoutPath(parameters));
    expect(page).toMatchObject({ status: 400, location: undefined });
    expect(await isSignedIn(browser)).toBe(true);
  });

  test("a parameter sent twice, or no client at all, is refused", async () => {
    const browser = browserOf(stage);
    expect((await browser.get(`${logoutPath({ logout_uri: home })}&logout_uri=${home}`)).status).toBe(400);
    expect((await browser.get(`/logout?logout_uri=${home}`)).status).toBe(400);
  });

  test("HP-10: parameters that nobody defined redirect nowhere", async () => {
    for (const target of ["//evil", "/\\evil", "/%09/evil"]) {
      const page = await browserOf(stage).get(
        logoutPath({ redirect: target, next: target, returnTo: target }),
      );
      expect(page.location).toBeUndefined();
    }
  });
});

describe("LO-02: OpenID's way", () => {
  test("with a good hint it signs out at once and goes back with state", async () => {
    const { browser, idToken } = await signedIn();
    const page = await browser.get(
      logoutPath({
        id_token_hint: idToken,
        post_logout_redirect_uri: "https://app.example.com/bye?x=1",
        state: "a b&c",
      }),
    );
    expect(page.location).toBe("https://app.example.com/bye?x=1&state=a%20b%26c");
    expect(await isSignedIn(browser)).toBe(false);
  });

  test("the hint alone says whose app it is, also after it has expired, and in a form", async () => {
    const { browser, idToken } = await signedIn();
    const form = { id_token_hint: idToken, post_logout_redirect_uri: home };
    expect(await browser.post("/logout", form)).toMatchObject({ status: 303, location: home });
    server.advance(3 * 3600);
    expect((await browserOf(stage).get(`/logout?${new URLSearchParams(form)}`)).location).toBe(home);
  });

  test("without an address a page says that it is done", async () => {
    const { browser, idToken } = await signedIn();
    const page = await browser.get(`/logout?${new URLSearchParams({ id_token_hint: idToken, state: "s" })}`);
    expect(textOf(page.html)).toContain("You are signed out");
    expect(await isSignedIn(browser)).toBe(false);
  });

  test.each([
    "no hint",
    "an altered hint",
    "another client's hint",
    "another person's hint",
    "an access token",
  ])("LO-03: with %s the person is asked, and their answer counts", async (name) => {
    const { browser, idToken } = await signedIn();
    const hint = await hintFor(name, idToken);
    const page = await browser.get(
      logoutPath({
        ...(hint === undefined ? {} : { id_token_hint: hint }),
        post_logout_redirect_uri: home,
        state: "s",
      }),
    );
    expect(page).toMatchObject({ status: 200, location: undefined });
    expect(textOf(page.html)).toContain("You are signed in as ada");
    expect(await isSignedIn(browser)).toBe(true);
    expect(await browser.submit(page, {})).toMatchObject({ status: 303, location: `${home}?state=s` });
    expect(await isSignedIn(browser)).toBe(false);
  });

  async function hintFor(name: string, own: string): Promise<string | undefined> {
    switch (name) {
      case "an altered hint":
        return `${own.slice(0, -4)}AAAA`;
      case "another client's hint": {
        const other = { ...stage, client: await createClient(server, stage.poolId, codeClient) };
        return (await redeemAnswer(other, await signIn(other, browserOf(other)))).body.id_token;
      }
      case "another person's hint": {
        await createPerson(server, stage.poolId, "ben");
        const asBen = { ...stage, person: { ...stage.person, username: "ben" } };
        return (await redeemAnswer(asBen, await signIn(asBen, browserOf(stage)))).body.id_token;
      }
      case "an access token":
        return (await redeemAnswer(stage, await signIn(stage, browserOf(stage)))).body.access_token;
      default:
        return undefined;
    }
  }

  test("LO-03: a form that another site sends, which browsers send without the cookie, is asked about too", async () => {
    const { browser } = await signedIn();
    const posted = await browser.post("/logout", { client_id: stage.client.clientId }, { cookie: "" });
    expect(posted).toMatchObject({ status: 303, location: logoutPath({}) });
    expect(posted.headers.getSetCookie()).toEqual([]);
    expect(textOf((await browser.visit(logoutPath({}))).html)).toContain("You are signed in as ada");
    expect(await isSignedIn(browser)).toBe(true);
  });

  test("LO-04: with a good hint such a form ends the session on the server, too", async () => {
    const { browser, idToken } = await signedIn();
    const cookies = new Map(browser.cookies);
    const form = { id_token_hint: idToken, post_logout_redirect_uri: home };
    const posted = await browser.post("/logout", form, { cookie: "" });
    expect((await browser.visit(posted.location ?? "")).location).toBe(home);
    const thief = browserOf(stage);
    for (const [name, value] of cookies) thief.cookies.set(name, value);
    expect(await isSignedIn(thief)).toBe(false);
  });

  test("LO-03: the answer cannot be forged from elsewhere", async () => {
    const { browser } = await signedIn();
    const page = await browser.get(logoutPath({}));
    const { action, hidden } = formOf(page);
    const other = await signedIn();
    const foreign = formOf(await other.browser.get(logoutPath({}))).hidden;
    expect((await browser.post(action, { ...hidden, _csrf: "x" })).status).toBe(403);
    expect((await browser.post(action, foreign)).status).toBe(403);
    expect((await browser.post(action, hidden, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(await isSignedIn(browser)).toBe(true);
    expect((await browser.post(action, hidden)).status).toBe(200);
    expect(await isSignedIn(browser)).toBe(false);
  });
});
