import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import type { SessionsOptions } from "../src/session/index.ts";
import { type SessionStage, setSessionStage } from "./support/session-stage.ts";

let server: TestServer;
let stage: SessionStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setSessionStage(server);
});
afterAll(() => server.close());

/** What a refresh token is worth at the provider. */
async function refreshAnswer(refreshToken: string): Promise<{ readonly error?: string }> {
  const { clientId, clientSecret } = stage.client;
  const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken });
  const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
  return (
    await fetch(`${server.url}/oauth2/token`, { method: "POST", body, headers: { authorization } })
  ).json();
}

/** The refresh token, which only the network between the servers sees. */
function watched(): { readonly fetch: typeof fetch; readonly tokens: string[] } {
  const tokens: string[] = [];
  return {
    tokens,
    fetch: async (input, init) => {
      const response = await stage.network.fetch(input, init);
      if (String(input).endsWith("/oauth2/token")) tokens.push((await response.clone().json()).refresh_token);
      return response;
    },
  };
}

describe.each([
  ["in a store", (options: Partial<SessionsOptions>) => stage.process(options)],
  ["in a cookie", (options: Partial<SessionsOptions>) => stage.cookieProcess(options)],
] as const)("a person with a session %s who signs out", (_name, start) => {
  test("BF-12: has no session, no cookie and no refresh token any more, and is sent to the provider's /logout", async () => {
    const { fetch, tokens } = watched();
    const sessions = start({ fetch });
    const browser = stage.browser(sessions);
    await browser.signIn(stage.person);
    const before = browser.request("/");
    const response = await browser.call("/auth/logout", { method: "POST" });
    const { url, revoked } = await response.json();
    expect([response.status, revoked]).toEqual([200, true]);
    expect(url).toBe(
      `${server.url}/logout?client_id=${stage.client.clientId}&logout_uri=${encodeURIComponent("https://app.example.com/")}` +
        `&post_logout_redirect_uri=${encodeURIComponent("https://app.example.com/")}`,
    );
    expect(browser.cookies.size).toBe(0);
    expect(await sessions.open(before)).toBeUndefined();
    expect(tokens[0]).toMatch(/./);
    expect(await refreshAnswer(tokens[0] ?? "")).toMatchObject({ error: "invalid_grant" });
    const { sub } = stage.person;
    expect(stage.events.at(-1)).toEqual({ type: "signed_out", subject: sub, isRevoked: true });
  });

  test("BF-12: with the provider down is signed out here all the same, and told that there is more", async () => {
    const sessions = start({});
    const browser = stage.browser(sessions);
    await browser.signIn(stage.person);
    const before = browser.request("/");
    stage.network.cutOff(true);
    const response = await browser.call("/auth/logout", { method: "POST" });
    stage.network.cutOff(false);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ revoked: false });
    expect(browser.cookies.size).toBe(0);
    expect(await sessions.open(before)).toBeUndefined();
  });

  test("by the app's own code: the answer's headers delete the cookie", async () => {
    const sessions = start({});
    const browser = stage.browser(sessions);
    await browser.signIn(stage.person);
    const session = await sessions.open(browser.request("/"));
    expect(await session?.end()).toBe(true);
    expect(session?.headers().getSetCookie().join()).toMatch(/=; Path=\/; Max-Age=0;/);
    expect(await sessions.open(browser.request("/"))).toBeUndefined();
  });

  test("twice is signed out still", async () => {
    const browser = stage.browser(start({}));
    await browser.signIn(stage.person);
    await browser.call("/auth/logout", { method: "POST" });
    const again = await browser.call("/auth/logout", { method: "POST" });
    expect([again.status, (await again.json()).revoked]).toEqual([200, false]);
  });
});
