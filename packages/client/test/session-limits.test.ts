/** How long a session lasts, by the server's clock (CK-08, CK-09). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import type { SessionsOptions } from "../src/session/index.ts";
import { createAppBrowser } from "./support/session-browser.ts";
import { type SessionStage, setSessionStage } from "./support/session-stage.ts";

let server: TestServer;
let stage: SessionStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setSessionStage(server);
});
afterAll(() => server.close());

const limits = { idleSeconds: 1_000, absoluteSeconds: 3_000 };
const modes = [
  ["in a store", (options: Partial<SessionsOptions>) => stage.process(options)],
  ["in a cookie", (options: Partial<SessionsOptions>) => stage.cookieProcess(options)],
] as const;

describe.each(modes)("a session %s", (_name, start) => {
  async function signedIn() {
    const browser = stage.browser(start(limits));
    await browser.signIn(stage.person);
    const first = new Map(browser.cookies);
    return { browser, first, status: async () => (await browser.call("/auth/session")).status };
  }

  test("CK-08: ends when it is not used", async () => {
    const { status } = await signedIn();
    stage.time.advance(999_000);
    expect(await status()).toBe(200);
    stage.time.advance(999_000);
    expect(await status()).toBe(200);
    stage.time.advance(1_000_000);
    expect(await status()).toBe(401);
  });

  test("CK-08: ends at its absolute limit however much it is used, and whatever cookie comes", async () => {
    const { browser, first, status } = await signedIn();
    for (let used = 0; used < 2_950; used += 50) {
      stage.time.advance(50_000);
      expect(await status()).toBe(200);
    }
    stage.time.advance(50_000);
    expect(await status()).toBe(401);
    for (const [name, value] of first) browser.cookies.set(name, value);
    expect(await status()).toBe(401);
  });

  test("CK-09: its cookie never lasts longer than it does", async () => {
    const { browser } = await signedIn();
    const ages: number[] = [];
    for (let used = 0; used < 2_900; used += 100) {
      stage.time.advance(100_000);
      const response = await browser.call("/auth/session");
      const { expiresAt } = await response.json();
      for (const line of response.headers.getSetCookie()) {
        const age = Number(/Max-Age=(\d+)/.exec(line)?.[1]);
        ages.push(age);
        expect(age * 1000).toBeLessThanOrEqual(expiresAt - stage.time.now());
      }
    }
    expect(Math.max(...ages)).toBe(1_000);
    expect(ages.at(-1)).toBe(100);
  });

  test("is not written down with every use", async () => {
    const { browser } = await signedIn();
    stage.time.advance(49_000);
    expect((await browser.call("/auth/session")).headers.getSetCookie()).toEqual([]);
    stage.time.advance(1_000);
    expect((await browser.call("/auth/session")).headers.getSetCookie()).toHaveLength(1);
  });
});

describe("a provider that gives no refresh token", () => {
  const withoutRefreshToken: typeof fetch = async (input, init) => {
    const response = await stage.network.fetch(input, init);
    if (!String(input).endsWith("/oauth2/token")) return response;
    return Response.json({ ...(await response.json()), refresh_token: undefined });
  };

  test("gives a session in a store that lasts as long as the access token, to its last second", async () => {
    const sessions = stage.process({ fetch: withoutRefreshToken });
    const browser = stage.browser(sessions);
    await browser.signIn(stage.person);
    const session = await sessions.open(browser.request("/"));
    const token = await session?.accessToken();
    stage.time.advance(3_599_000);
    expect(await session?.accessToken()).toBe(token);
    stage.time.advance(2_000);
    await expect(session?.accessToken()).rejects.toMatchObject({ code: "session_ended" });
    expect((await browser.call("/auth/session")).status).toBe(401);
  });

  test("gives none in a cookie, and the app is told why", async () => {
    const browser = stage.browser(stage.cookieProcess({ fetch: withoutRefreshToken }));
    expect((await browser.signIn(stage.person)).status).toBe(500);
    expect(stage.events.at(-1)).toMatchObject({ type: "sign_in_failed", code: "storage_unavailable" });
    expect(browser.cookies.size).toBe(0);
  });
});

test("CK-01: on a loopback address without TLS a session works without prefix and Secure", async () => {
  const origin = "http://localhost:3000";
  const local = await setSessionStage(server, { CallbackURLs: [`${origin}/callback`] });
  const browser = createAppBrowser(local.process({ redirectUri: `${origin}/callback` }), origin, server.url);
  const back = await browser.signIn(local.person);
  expect(back.headers.getSetCookie().join()).not.toMatch(/Secure|__Host-/);
  expect((await browser.call("/auth/session", { headers: { origin } })).status).toBe(200);
});
