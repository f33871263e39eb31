/** What every page promises, and the pages that anybody may read. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { causes } from "../src/core/events/causes.ts";
import { type Browser, textOf } from "./support/browser.ts";
import { freePort } from "./support/free-port.ts";
import {
  authorizePath,
  browserOf,
  invite,
  queryOf,
  type Stage,
  setStage,
  signIn,
  temporaryPassword,
} from "./support/hosted.ts";
import { postForm } from "./support/oauth.ts";
import { startTestServer, type TestServer, testServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setStage(server);
});

afterAll(() => server.close());

describe("HP-09, AZ-23, AZ-25: headers of", () => {
  test.each<[string, (browser: Browser) => Promise<{ headers: Headers }>]>([
    ["the redirect to the login page", (browser) => browser.get(authorizePath(stage))],
    ["the redirect to the app", (browser) => signIn(stage, browser)],
    ["a refused request", (browser) => browser.get("/oauth2/authorize")],
    ["the login page", (browser) => browser.get(`/login?${queryOf(stage)}`)],
    [
      "the new password page",
      async (browser) => {
        await invite(stage, "headers");
        return browser.submit(await browser.visit(authorizePath(stage)), {
          username: "headers",
          password: temporaryPassword,
        });
      },
    ],
    ["a refused form", (browser) => browser.post("/login", {})],
    ["the sign-out page", (browser) => browser.get("/logout")],
    ["an error's page", (browser) => browser.get("/errors/invalid_grant")],
    ["the start page", (browser) => browser.get("/")],
  ])("%s", async (_name, ask) => {
    const { headers } = await ask(browserOf(stage));
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "content-security-policy": expect.stringMatching(
        /^default-src 'none'; style-src 'self' 'sha256-[A-Za-z0-9+/]{43}='; script-src 'self'; img-src 'self' data:; form-action 'self'( https:\/\/app\.example\.com)?; frame-ancestors 'none'; base-uri 'none'$/,
      ),
    });
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("server")).toBeNull();
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("strict-transport-security")).toBeNull();
  });
});

test("HP-02: a form may lead to the app it is for, and to no other", async () => {
  const csp = async (path: string) =>
    (await browserOf(stage).get(path)).headers.get("content-security-policy");
  expect(await csp(`/login?${queryOf(stage)}`)).toContain("form-action 'self' https://app.example.com;");
  expect(await csp("/errors/invalid_grant")).toContain("form-action 'self';");
});

test("HP-11: the first paint needs one answer", async () => {
  const { html, headers } = await browserOf(stage).visit(authorizePath(stage));
  const { head = "", style = "" } =
    /<head>(?<head>.*<style>(?<style>.*)<\/style>.*)<\/head>/s.exec(html)?.groups ?? {};
  // No stylesheet to wait for, and no script that does not wait for the page.
  expect(head).not.toContain('rel="stylesheet"');
  expect(head).not.toMatch(/<script(?![^>]* defer)/);
  const hash = createHash("sha256").update(style).digest("base64");
  expect(headers.get("content-security-policy")).toContain(`style-src 'self' 'sha256-${hash}';`);
});

test("HP-11: every file a page needs is served here, and may be kept for ever", async () => {
  const page = await browserOf(stage).visit(authorizePath(stage));
  const paths = [...page.html.matchAll(/<(?:link|script)[^>]* (?:href|src)="([^"]*)"/g)].map(
    ([, path = ""]) => path,
  );
  expect(paths).toHaveLength(2);
  for (const path of paths) {
    const response = await fetch(server.url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await response.text()).length).toBeGreaterThan(100);
  }
});

describe("the page of an error", () => {
  test.each([...new Set(Object.values(causes).map(({ error }) => error))])(
    "%s names each cause",
    async (error) => {
      const { status, html } = await browserOf(stage).get(`/errors/${error}`);
      expect(status).toBe(200);
      const names = Object.entries(causes).flatMap(([name, cause]) => (cause.error === error ? [name] : []));
      expect([...html.matchAll(/<section[^>]* id="([^"]*)"/g)].map(([, id]) => id)).toEqual(names);
      expect(html).not.toMatch(/\{\w+\}/);
    },
  );

  test("error_uri of the token endpoint leads to the cause", async () => {
    const { body } = await postForm(server, "/oauth2/token", { grant_type: "password" });
    const { pathname, hash } = new URL(body.error_uri ?? "");
    const { html } = await browserOf(stage).get(pathname);
    expect(html).toContain(`id="${hash.slice(1)}"`);
    expect(textOf(html)).toContain("The grant type was grant type .");
  });

  test.each(["nothing", "__proto__", "%3Csvg%20onload=1%3E"])(
    "there is none of the name %s",
    async (name) => {
      const page = await browserOf(stage).get(`/errors/${name}`);
      expect(page.status).toBe(404);
      expect(page.html).not.toContain("<svg onload");
    },
  );
});

test.each([
  ["/errors/%zz", 400, "text/plain"],
  ["/%E0%A4%A/.well-known/jwks.json", 400, "application/json"],
  [`/errors/${"a".repeat(200)}`, 414, "text/plain"],
  ["/oauth2/token%", 400, "application/json"],
])("HT-05: the path %s is refused in our own words", async (path, status, type) => {
  const { status: answered, headers, html } = await browserOf(stage).get(path);
  expect(answered).toBe(status);
  expect(headers.get("content-type")).toContain(type);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("cache-control")).toContain("no-store");
  expect(html).toContain("The request could not be read.");
  expect(html).not.toContain("FST_");
});

test("the start page tells nothing", async () => {
  const { status, html } = await browserOf(stage).get("/");
  expect(status).toBe(200);
  expect(textOf(html)).toBe("Poolhouse");
});

describe("behind https", () => {
  test("CK-01, HP-09: cookies are __Host- and Secure, a cookie without the prefix counts for nothing, and HSTS is on", async () => {
    const port = await freePort();
    const secure = await testServer(["--port", String(port), "--public-url", "https://id.example.com"]);
    const local = { ...secure, url: `http://127.0.0.1:${port}` };
    secure.admin.config.endpoint = async () => ({
      protocol: "http:",
      hostname: "127.0.0.1",
      port,
      path: "/",
    });
    const there = await setStage(local);
    const browser = browserOf(there);
    const page = await browser.visit(authorizePath(there));
    expect(page.headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
    expect(page.headers.getSetCookie()[0]).toMatch(
      /^__Host-poolhouse-browser=[\w-]{43}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure$/,
    );
    const done = await signIn(there, browser);
    expect(done.headers.getSetCookie()[0]).toMatch(
      /^__Host-poolhouse-session-[\w-]+=[\w-]{43}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure$/,
    );
    const name = `poolhouse-session-${there.poolId}`;
    const value = browser.cookies.get(`__Host-${name}`) ?? "";
    const ask = async (cookie: string) =>
      (await browser.get(authorizePath(there, { prompt: "none" }), { cookie })).location ?? "";
    expect(await ask(`__Host-${name}=${value}; ${name}=${"B".repeat(43)}`)).toContain("?code=");
    expect(await ask(`${name}=${value}`)).toContain("error=login_required");
  });

  test("HP-09: HSTS is off under this machine's own name, where it would hold for every port", async () => {
    const port = await freePort();
    await testServer(["--port", String(port), "--public-url", "https://localhost:8443"]);
    const { headers } = await fetch(`http://127.0.0.1:${port}/`);
    expect(headers.get("strict-transport-security")).toBeNull();
  });
});
