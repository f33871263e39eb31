/** Who may call the session's routes, and what their answers have in common. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import type { Sessions } from "../src/session/index.ts";
import type { AppBrowser } from "./support/session-browser.ts";
import { appOrigin, key, otherKey, type SessionStage, setSessionStage } from "./support/session-stage.ts";

let server: TestServer;
let stage: SessionStage;
let sessions: Sessions;
let browser: AppBrowser;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setSessionStage(server);
  sessions = stage.process({ proxy: [{ prefix: "/api/", upstream: "http://127.0.0.1:9/" }] });
  browser = stage.browser(sessions);
  await browser.signIn(stage.person);
});
afterAll(() => server.close());

const guarded = [
  ["GET", "/auth/session"],
  ["POST", "/auth/logout"],
  ["GET", "/api/items"],
  ["POST", "/api/items"],
] as const;

async function ask(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const response = await sessions.handle(browser.request(path, { method, headers }));
  if (response === undefined) throw new Error(`${path} is none of its routes`);
  return response;
}

describe.each(guarded)("%s %s", (method, path) => {
  test.each([
    ["without the header", {}],
    ["from a form of another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["with the header from another site", { "x-csrf": "1", "sec-fetch-site": "cross-site" }],
    ["with the header from a neighbour", { "x-csrf": "1", "sec-fetch-site": "same-site" }],
    ["with the header and another origin", { "x-csrf": "1", origin: "https://evil.example" }],
    ["with the header and no origin's origin", { "x-csrf": "1", origin: "null" }],
    ["with the header and a longer origin", { "x-csrf": "1", origin: `${appOrigin}.evil.example` }],
  ])("BF-04: is refused %s", async (_name, headers) => {
    const response = await ask(method, path, headers);
    expect([response.status, await response.json()]).toEqual([403, { error: "csrf" }]);
  });

  test("HT-04: answers no preflight and names no origin", async () => {
    for (const origin of ["https://evil.example", "https://sub.app.example.com", "null", appOrigin]) {
      const headers = {
        origin,
        "access-control-request-method": method,
        "access-control-request-headers": "x-csrf",
      };
      const response = await ask("OPTIONS", path, headers);
      expect(response.status).toBe(403);
      expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });

  test("BF-16: is 401 in JSON for a stranger, and no redirect", async () => {
    const response = await sessions.handle(
      new Request(appOrigin + path, { method, headers: { "x-csrf": "1" } }),
    );
    if (path === "/auth/logout") expect(response?.status).toBe(200);
    else expect([response?.status, await response?.json()]).toEqual([401, { error: "not_signed_in" }]);
  });
});

test("BF-15: every answer forbids caches to keep it, and says that it depends on the cookie", async () => {
  const own = { "x-csrf": "1" };
  for (const [method, path, headers] of [
    ["GET", "/auth/login", {}],
    ["GET", "/callback", {}],
    ["GET", "/auth/session", own],
    ["GET", "/auth/session", {}],
    ["POST", "/auth/session", own],
    ["POST", "/auth/backchannel-logout", {}],
    ["GET", "/api/items", own],
    ["GET", "/api/a%2fb", own],
  ] as const) {
    const response = await ask(method, path, headers);
    expect([path, response.headers.get("cache-control")]).toEqual([path, "no-store"]);
    expect(response.headers.get("vary")).toContain("Cookie");
  }
});

test("HT-01: Host and X-Forwarded headers change nothing", async () => {
  const spoofed = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
    forwarded: "host=evil.example",
  };
  const begin = new Request("http://evil.example/auth/login", { headers: spoofed });
  const response = await sessions.handle(begin);
  const { searchParams } = new URL(response?.headers.get("location") ?? "");
  expect(searchParams.get("redirect_uri")).toBe(`${appOrigin}/callback`);
  expect(response?.headers.getSetCookie().join()).toContain("__Host-");
  const asked = await ask("GET", "/auth/session", {
    ...spoofed,
    "x-csrf": "1",
    origin: "http://evil.example",
  });
  expect(asked.status).toBe(403);
});

test("another method is 405 and says which one is right", async () => {
  const own = { "x-csrf": "1" };
  for (const [method, path, allow] of [
    ["POST", "/auth/session", "GET"],
    ["GET", "/auth/logout", "POST"],
    ["POST", "/auth/login", "GET"],
    ["POST", "/callback", "GET"],
    ["GET", "/auth/backchannel-logout", "POST"],
  ] as const) {
    const response = await ask(method, path, own);
    expect([path, response.status, response.headers.get("allow")]).toEqual([path, 405, allow]);
  }
});

test("everything else is left to the app", async () => {
  for (const path of [
    "/",
    "/auth",
    "/auth/",
    "/auth/login/",
    "/apiary",
    "/callback/x",
    "//evil.example/api/",
  ]) {
    expect(await sessions.handle(new Request(appOrigin + path))).toBeUndefined();
  }
});

describe("a session cookie", () => {
  const cookieName = "__Host-poolhouse-session";
  const asked = (cookie: string, of = sessions) =>
    of.handle(new Request(`${appOrigin}/auth/session`, { headers: { cookie, "x-csrf": "1" } }));

  test("CK-06: that comes twice opens nothing, whichever comes first", async () => {
    const good = `${cookieName}=${browser.cookies.get(cookieName)}`;
    expect((await asked(good))?.status).toBe(200);
    expect((await asked(`${good}; ${cookieName}=planted`))?.status).toBe(401);
    expect((await asked(`${cookieName}=planted; ${good}`))?.status).toBe(401);
    expect((await asked(`${good}; ${good}`))?.status).toBe(401);
  });

  test("CK-07: with any letter changed opens nothing, and says no more than that", async () => {
    const value = browser.cookies.get(cookieName) ?? "";
    for (const bent of [
      value.slice(1),
      `${value}A`,
      value.replace(/^./, (c) => (c === "A" ? "B" : "A")),
      "",
      "../x",
    ]) {
      const response = await asked(`${cookieName}=${bent}`);
      expect([response?.status, await response?.text()]).toEqual([401, '{"error":"not_signed_in"}']);
    }
  });

  test("CK-07: still opens its session after a new key was put in front, and not after the old one is gone", async () => {
    const good = `${cookieName}=${browser.cookies.get(cookieName)}`;
    expect((await asked(good, stage.process({ keys: [otherKey, key] })))?.status).toBe(200);
    expect((await asked(good, stage.process({ keys: [otherKey] })))?.status).toBe(401);
  });

  test("CK-07: of a session whose entry in the store was changed opens nothing", async () => {
    const signed = stage.browser(sessions);
    await signed.signIn(stage.person);
    const bent = stage.process({
      store: {
        ...stage.store,
        async read(id) {
          const entry = await stage.store.read(id);
          return entry && { ...entry, value: `${entry.value.slice(0, -8)}AAAAAAAA` };
        },
      },
    });
    expect((await asked(signed.request("/").headers.get("cookie") ?? "", bent))?.status).toBe(401);
    expect((await signed.call("/auth/session")).status).toBe(200);
  });
});
