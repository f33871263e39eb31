/** The refresh token in an encrypted cookie: what this mode can do, and what it says it cannot. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import type { OpenSession, Sessions } from "../src/session/index.ts";
import { type AppBrowser, keep } from "./support/session-browser.ts";
import { key, otherKey, rotating, type SessionStage, setSessionStage } from "./support/session-stage.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const hour = 3_600_000;

async function signedIn(settings: object = rotating()) {
  const stage = await setSessionStage(server, settings);
  const sessions = stage.cookieProcess();
  const browser = stage.browser(sessions);
  await browser.signIn(stage.person);
  return { stage, sessions, browser };
}

async function open(sessions: Sessions, browser: AppBrowser): Promise<OpenSession> {
  const session = await sessions.open(browser.request("/"));
  if (session === undefined) throw new Error("nobody is signed in");
  return session;
}

/** As an answer with the session's headers does to the browser. */
function take(browser: AppBrowser, session: OpenSession): void {
  for (const line of session.headers().getSetCookie()) keep(browser.cookies, line);
}

async function renew(stage: SessionStage, sessions: Sessions, browser: AppBrowser): Promise<string> {
  const session = await stage.time.settle(open(sessions, browser));
  const token = await stage.time.settle(session.accessToken());
  take(browser, session);
  return token;
}

describe("a session in a cookie", () => {
  test("BF-10: a hundred calls after the access token has expired make one token request", async () => {
    const { stage, sessions, browser } = await signedIn();
    stage.time.advance(hour + 1);
    const all = await Promise.all(Array.from({ length: 100 }, () => open(sessions, browser)));
    const tokens = await stage.time.settle(Promise.all(all.map((session) => session.accessToken())));
    expect([new Set(tokens).size, stage.network.refreshes.length]).toEqual([1, 1]);
    for (const session of all) expect(session.headers().getSetCookie()).toHaveLength(1);
  });

  test("BF-08: an answer of the provider works once; with the sign-in's cookie back, its code is not sent again", async () => {
    const stage = await setSessionStage(server, rotating());
    const browser = stage.browser(stage.cookieProcess());
    const path = await stage.answer(browser);
    const begun = new Map(browser.cookies);
    expect((await browser.open(path)).status).toBe(303);
    const sent = stage.network.requests.length;
    for (const [name, value] of begun) browser.cookies.set(name, value);
    expect((await browser.open(path)).status).toBe(400);
    expect(stage.network.requests).toHaveLength(sent);
  });

  test("follows the rotating refresh token from hour to hour", async () => {
    const { stage, sessions, browser } = await signedIn();
    for (let round = 1; round <= 4; round += 1) {
      stage.time.advance(hour + 1);
      await renew(stage, sessions, browser);
      expect(stage.network.refreshes).toHaveLength(round);
    }
    expect(new Set(stage.network.refreshes.map((form) => form.get("refresh_token"))).size).toBe(4);
  });

  test("a browser that has missed an answer is given the next cookie again, long after the grace period", async () => {
    const { stage, sessions, browser } = await signedIn();
    const old = new Map(browser.cookies);
    stage.time.advance(hour + 1);
    const token = await renew(stage, sessions, browser);
    stage.time.advance(60_000);
    for (const [name, value] of old) browser.cookies.set(name, value);
    const session = await open(sessions, browser);
    expect(await session.accessToken()).toBe(token);
    expect(session.headers().getSetCookie()).toHaveLength(1);
    take(browser, session);
    stage.time.advance(hour + 1);
    await renew(stage, sessions, browser);
    expect(stage.network.refreshes).toHaveLength(2);
  });

  test("whoever begins a renewal ahead of time waits for it, so that the answer carries the cookie", async () => {
    const { stage, sessions, browser } = await signedIn();
    stage.time.advance(hour - 20_000);
    stage.network.next("slow");
    const first = await open(sessions, browser);
    const second = await open(sessions, browser);
    const renewed = first.accessToken();
    const release = await stage.network.held();
    const old = await second.accessToken();
    release();
    expect(await stage.time.settle(renewed)).not.toBe(old);
    expect(first.headers().getSetCookie()).toHaveLength(1);
    expect(stage.network.refreshes).toHaveLength(1);
  });

  test("BF-12: signed out while it is renewed: what arrives later is nobody's, and is revoked", async () => {
    const { stage, sessions, browser } = await signedIn();
    stage.time.advance(hour + 1);
    stage.network.next("late");
    const session = await open(sessions, browser);
    const renewed = session.accessToken();
    renewed.catch(() => undefined);
    const release = await stage.network.held();
    const before = new Map(browser.cookies);
    expect((await browser.call("/auth/logout", { method: "POST" })).status).toBe(200);
    release();
    await expect(stage.time.settle(renewed)).rejects.toMatchObject({ code: "session_ended" });
    expect(session.headers().getSetCookie()).toEqual([]);
    expect(stage.network.requests.filter((request) => request.endsWith("/oauth2/revoke"))).toHaveLength(2);
    for (const [name, value] of before) browser.cookies.set(name, value);
    expect((await browser.call("/auth/session")).status).toBe(401);
  });

  test("BF-11: a provider that is down ends nothing; the old token serves while it can", async () => {
    const { stage, sessions, browser } = await signedIn();
    const before = await (await open(sessions, browser)).accessToken();
    stage.network.usual("down");
    stage.time.advance(hour - 20_000);
    expect(await renew(stage, sessions, browser)).toBe(before);
    stage.time.advance(30_000);
    await expect(renew(stage, sessions, browser)).rejects.toMatchObject({ code: "provider_unavailable" });
    stage.network.usual("pass");
    stage.time.advance(10_000);
    expect(await renew(stage, sessions, browser)).not.toBe(before);
  });

  test.each([
    ["rotating", rotating()],
    ["lasting", {}],
  ])(
    "an API that refuses everything costs one renewal of %s refresh tokens, not one with each call",
    async (_kind, settings) => {
      const { stage, sessions, browser } = await signedIn(settings);
      for (let call = 0; call < 4; call += 1) {
        const session = await open(sessions, browser);
        await session.accessToken(await session.accessToken());
        take(browser, session);
      }
      expect(stage.network.refreshes).toHaveLength(1);
      stage.time.advance(30_000);
      const session = await open(sessions, browser);
      await session.accessToken(await session.accessToken());
      expect(stage.network.refreshes).toHaveLength(2);
    },
  );

  test("BF-11: a lost answer is asked for again at once", async () => {
    const { stage, sessions, browser } = await signedIn();
    stage.time.advance(hour + 1);
    stage.network.next("lost");
    await renew(stage, sessions, browser);
    const [first, second] = stage.network.refreshes.map((form) => form.get("refresh_token"));
    expect(second).toBe(first);
  });

  test("BF-11: the cookie of a renewal comes with a 502 too, when the API cannot be reached", async () => {
    const { stage, browser } = await signedIn();
    const proxy = [{ prefix: "/gone/", upstream: "http://127.0.0.1:9/" }];
    const cold = stage.browser(stage.cookieProcess({ proxy }));
    for (const [name, value] of browser.cookies) cold.cookies.set(name, value);
    expect((await stage.time.settle(cold.call("/gone/items"))).status).toBe(502);
    // Nobody remembers what came of the old refresh token, and its grace period is over.
    stage.time.advance(60_000);
    await renew(stage, stage.cookieProcess(), cold);
  });

  test("BF-11: invalid_grant is 401; the cookie stays, since the browser may have a newer one by then", async () => {
    const { stage, browser } = await signedIn();
    const cold = stage.cookieProcess();
    stage.network.next("invalid_grant");
    for (let times = 0; times < 2; times += 1) {
      const request = browser.request("/auth/session", { headers: { "x-csrf": "1" } });
      const response = await stage.time.settle(cold.handle(request));
      expect([response?.status, await response?.json()]).toEqual([401, { error: "not_signed_in" }]);
      expect(response?.headers.getSetCookie()).toEqual([]);
    }
    expect(stage.network.refreshes).toHaveLength(1);
  });

  test("a process that has just started fetches what it does not know, once", async () => {
    const { stage, browser } = await signedIn();
    const cold = stage.cookieProcess();
    const all = await stage.time.settle(Promise.all([1, 2, 3].map(() => open(cold, browser))));
    expect(all.map(({ claims }) => claims["email"])).toEqual(Array(3).fill("ada@example.com"));
    expect(stage.network.refreshes).toHaveLength(1);
  });

  test("two processes at the same moment both succeed by the provider's grace period", async () => {
    const { stage, sessions, browser } = await signedIn();
    const other = stage.cookieProcess();
    stage.time.advance(hour + 1);
    const request = browser.request("/");
    const [one, two] = await Promise.all([sessions.open(request), stage.time.settle(other.open(request))]);
    await stage.time.settle(Promise.all([one?.accessToken(), two?.accessToken()]));
    if (one !== undefined) take(browser, one);
    if (two !== undefined) take(browser, two);
    stage.time.advance(hour + 1);
    await renew(stage, other, browser);
    expect(stage.events.filter(({ type }) => type === "renewal_failed")).toEqual([]);
  });

  test("CK-07: opens with an older key, and is as good as absent with another or with a letter changed", async () => {
    const { stage, browser } = await signedIn();
    const status = async (keys: readonly string[], at = browser) => {
      const request = at.request("/auth/session", { headers: { "x-csrf": "1" } });
      return (await stage.time.settle(stage.cookieProcess({ keys }).handle(request)))?.status;
    };
    expect(await status([otherKey, key])).toBe(200);
    expect(await status([otherKey])).toBe(401);
    const name = "__Host-poolhouse-session.0";
    const value = browser.cookies.get(name) ?? "";
    for (const at of [2, 3, 40, value.length - 8]) {
      const other = value[at] === "A" ? "B" : "A";
      browser.cookies.set(name, value.slice(0, at) + other + value.slice(at + 1));
      expect(await status([key])).toBe(401);
    }
  });
});
