/** Signing in: how it begins, and what a person has in the end. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import { isSignedIn, type SessionStage, setSessionStage } from "./support/session-stage.ts";

let server: TestServer;
let stage: SessionStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setSessionStage(server);
});
afterAll(() => server.close());

describe("a person who signs in", () => {
  test("comes back to the page they wanted, and the app knows who they are", async () => {
    const browser = stage.fresh();
    const back = await browser.signIn(stage.person);
    expect([back.status, back.headers.get("location")]).toEqual([303, "/home"]);
    const response = await browser.call("/auth/session");
    const { claims, expiresAt, ...more } = await response.json();
    expect(claims).toMatchObject({ sub: stage.person.sub, email: "ada@example.com" });
    expect(expiresAt).toBe(stage.time.now() + 7 * 86_400_000);
    expect(more).toEqual({});
  });

  test("CK-01, CK-09: gets a session cookie with every protection, and no longer life than the session", async () => {
    const back = await stage.fresh().signIn(stage.person);
    expect(back.headers.getSetCookie().find((line) => line.startsWith("__Host-poolhouse-session="))).toMatch(
      /^__Host-poolhouse-session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  test("CK-03: has a new session with each sign-in, and the old one is dead", async () => {
    const sessions = stage.process();
    const browser = stage.browser(sessions);
    await browser.signIn(stage.person);
    const before = browser.request("/");
    await browser.signIn(stage.person);
    expect(browser.request("/").headers.get("cookie")).not.toBe(before.headers.get("cookie"));
    expect(await sessions.open(before)).toBeUndefined();
    expect(await isSignedIn(browser)).toBe(true);
  });

  test.each([
    ["in a store", () => stage.process()],
    ["in a cookie", () => stage.cookieProcess()],
  ])("CK-03: and the tokens of the old one are revoked, which is %s", async (_name, start) => {
    const sessions = start();
    const browser = stage.browser(sessions);
    await browser.signIn(stage.person);
    const revocations = () => stage.network.requests.filter((line) => line.endsWith("/oauth2/revoke"));
    const earlier = revocations().length;
    await browser.signIn(stage.person);
    while (revocations().length === earlier) await new Promise((resolve) => setImmediate(resolve));
    expect(revocations()).toHaveLength(earlier + 1);
    // The new one is another sign-in, and can be renewed.
    const session = await sessions.open(browser.request("/"));
    const token = (await session?.accessToken()) ?? "";
    expect(await stage.time.settle(session?.accessToken(token) ?? Promise.resolve(token))).not.toBe(token);
  });

  test("CK-03: a session cookie that somebody planted before is not the one they get", async () => {
    const browser = stage.fresh();
    const planted = "p".repeat(43);
    browser.cookies.set("__Host-poolhouse-session", planted);
    await browser.signIn(stage.person);
    expect(browser.cookies.get("__Host-poolhouse-session")).not.toBe(planted);
  });

  test("CK-02: with a strict cookie goes on through a page of the app, and the old session is dead too", async () => {
    const sessions = stage.process({ sameSite: "strict" });
    const browser = stage.browser(sessions);
    await browser.signIn(stage.person);
    const before = browser.request("/");
    const path = await stage.answer(browser, "/auth/login?returnTo=/home?a=1%26b=2");
    // The browser comes from another site: the strict cookie stays at home.
    const strict = browser.cookies.get("__Host-poolhouse-session") ?? "";
    browser.cookies.delete("__Host-poolhouse-session");
    const back = await browser.open(path);
    expect(back.status).toBe(200);
    expect(await back.text()).toContain('<meta http-equiv="refresh" content="0;url=/home?a=1&amp;b=2">');
    expect(back.headers.getSetCookie().join()).toMatch(/session=[\w-]{43};.*SameSite=Strict/);
    expect(strict).not.toBe("");
    expect(await sessions.open(before)).toBeUndefined();
  });

  test.each([
    "//evil.example",
    "/\\evil.example",
    "/%09/evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/auth/login?returnTo=/home",
    "/callback?code=x&state=y",
  ])("HP-10: who came by a link with returnTo=%s goes to the app's own start", async (returnTo) => {
    const back = await stage
      .fresh()
      .signIn(stage.person, `/auth/login?returnTo=${encodeURIComponent(returnTo)}`);
    expect(back.headers.get("location")).toBe("/");
  });

  test("is asked for what the app and the link want, and the link cannot change the rest", async () => {
    const browser = stage.browser(stage.process({ signInParameters: { lang: "de" } }));
    const begun = await browser.open(
      "/auth/login?login_hint=ada&redirect_uri=https://evil.example/&scope=all&state=x",
    );
    const { searchParams } = new URL(begun.headers.get("location") ?? "");
    expect(Object.fromEntries(searchParams)).toMatchObject({
      login_hint: "ada",
      lang: "de",
      redirect_uri: "https://app.example.com/callback",
      scope: "openid email aws.cognito.signin.user.admin",
      code_challenge_method: "S256",
    });
    expect(searchParams.get("state")).not.toBe("x");
  });
});

describe("a sign-in that begins", () => {
  test.each([
    { "sec-fetch-dest": "image", "sec-fetch-mode": "no-cors" },
    { "sec-fetch-dest": "iframe", "sec-fetch-mode": "navigate" },
    { "sec-fetch-dest": "empty", "sec-fetch-mode": "cors" },
  ])("BF-04: must be a page that is opened, and not %j", async (headers) => {
    expect((await stage.fresh().open("/auth/login", headers)).status).toBe(403);
    expect((await stage.fresh().open("/callback?code=a&state=b", headers)).status).toBe(403);
  });

  test("CK-05: may be in a frame where the app is made for frames of other sites, and its cookies are of that frame", async () => {
    const browser = stage.browser(stage.process({ sameSite: "none", partitioned: true }));
    const frame = { "sec-fetch-dest": "iframe", "sec-fetch-site": "cross-site" };
    const begun = await browser.open("/auth/login", frame);
    expect(begun.status).toBe(303);
    const path = await stage.answer(browser);
    const back = await browser.open(path, frame);
    expect(back.status).toBe(303);
    for (const line of back.headers.getSetCookie())
      expect(line).toMatch(/SameSite=None; Secure; Partitioned$/);
    expect(await isSignedIn(browser)).toBe(true);
    for (const other of ["image", "empty", "script"]) {
      expect((await browser.open("/auth/login", { "sec-fetch-dest": other })).status).toBe(403);
    }
  });

  test("shows its failure in that frame too, and in no frame where the app is not made for them", async () => {
    const policyOf = async (settings: object) => {
      const browser = stage.browser(stage.process(settings));
      return (await browser.open("/callback?code=a&state=b")).headers.get("content-security-policy");
    };
    expect(await policyOf({ sameSite: "none", partitioned: true })).not.toContain("frame-ancestors");
    expect(await policyOf({})).toContain("frame-ancestors 'none'");
  });

  test("several at once in one browser all end well, and old ones do not pile up", async () => {
    const browser = stage.fresh();
    for (let tab = 0; tab < 8; tab += 1) await browser.open("/auth/login");
    expect(browser.cookies.size).toBe(5);
    const first = await stage.answer(browser, "/auth/login?returnTo=/one");
    const second = await stage.answer(browser, "/auth/login?returnTo=/two");
    expect((await browser.open(second)).headers.get("location")).toBe("/two");
    expect((await browser.open(first)).headers.get("location")).toBe("/one");
  });

  test("CK-04: takes no cookie that a browser refuses, however long the page's address is", async () => {
    for (const returnTo of [
      `/${"a".repeat(2_047)}`,
      `/${"%C3%A4".repeat(340)}`,
      `/${"%C3%A4".repeat(2_000)}`,
    ]) {
      const begun = await stage.fresh().open(`/auth/login?returnTo=${returnTo}`);
      const [pair = ""] = (begun.headers.get("set-cookie") ?? "").split("; ");
      expect(pair.length).toBeLessThanOrEqual(4_096);
    }
  });

  test("CK-04: several with long addresses leave room for other headers, and the newest can be finished", async () => {
    const browser = stage.fresh();
    for (let tab = 0; tab < 5; tab += 1) await browser.open(`/auth/login?returnTo=/${"a".repeat(2_000)}`);
    expect(browser.request("/").headers.get("cookie")?.length).toBeLessThan(9_000);
    expect((await browser.signIn(stage.person)).headers.get("location")).toBe("/home");
  });

  test("says so when the provider is out of reach", async () => {
    stage.network.cutOff(true);
    const response = await stage.fresh().open("/auth/login");
    stage.network.cutOff(false);
    expect(response.status).toBe(503);
    expect(response.headers.get("content-type")).toContain("text/html");
  });
});
