/** The page `/inspect` as it comes over the wire: what is in it, and what its headers forbid. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "./support/pool.ts";
import { startTestServer, type TestServer, testServer } from "./support/server.ts";

let server: TestServer;
let poolId: string;
beforeAll(async () => {
  server = await startTestServer();
  poolId = await createPool(server, { PoolName: "Lakeside" });
});
afterAll(() => server.close());

test("HP-02, HP-09: the policy lets the page read its own script and style, and nothing leave it", async () => {
  const { status, headers } = await fetch(`${server.url}/inspect`);
  expect(status).toBe(200);
  expect(headers.get("content-security-policy")?.split("; ")).toEqual([
    "default-src 'none'",
    "connect-src 'none'",
    "form-action 'none'",
    "script-src 'self'",
    expect.stringMatching(/^style-src 'self' 'sha256-[A-Za-z0-9+/]{43}='$/),
    "img-src 'self' data:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
  expect(Object.fromEntries(headers)).toMatchObject({
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": expect.stringContaining("camera=()"),
  });
  expect(headers.get("server")).toBeNull();
});

test("HP-11: everything it loads is this server's own, and kept for ever", async () => {
  const html = await pageText("/inspect");
  const loaded = [...html.matchAll(/<(?:script|link|img)[^>]* (?:src|href)="([^"]*)"/g)].map(
    ([, path]) => path,
  );
  expect(loaded).toHaveLength(4);
  for (const path of loaded) {
    expect(path).toMatch(/^\/_assets\/[\w-]+\.(?:js|css|svg)$/);
    const { status, headers } = await fetch(server.url + path);
    expect([status, headers.get("cache-control")]).toEqual([200, expect.stringContaining("immutable")]);
  }
});

test("no field has a name, and none stands in a form", async () => {
  const html = await pageText("/inspect");
  expect(html).toContain("<textarea");
  expect(html).not.toMatch(/<form|<input|<textarea[^>]* name=/);
});

test("keys come with it for the pool that was asked for, the same that its key set has, and no name", async () => {
  expect((await settingsOf("/inspect")).pools).toEqual([]);
  const issuer = `${server.url}/${poolId}`;
  const { keys } = await (await fetch(`${issuer}/.well-known/jwks.json`)).json();
  const html = await pageText(`/inspect?pool=${poolId}`);
  expect(settingsIn(html).pools).toEqual([{ poolId, issuer, keys }]);
  expect(html).not.toContain("Lakeside");
});

test.each([
  "pool=us-east-1_NotThere1",
  "pool=%3Csvg%20onload%3Dalert(1)%3E",
  "pool=eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
  "pool=",
])("HP-03: ?%s is no pool: 404, said so, and not repeated", async (query) => {
  const response = await fetch(`${server.url}/inspect?${query}`);
  const html = await response.text();
  expect(response.status).toBe(404);
  expect(html).toContain("There is no such pool here");
  expect(settingsIn(html).pools).toEqual([]);
  const value = new URLSearchParams(query).get("pool") ?? "";
  expect(value !== "" && html.includes(value)).toBe(false);
});

test("whatever else stands in the query is not repeated", async () => {
  expect(await pageText("/inspect?token=eyJhbGciOiJSUzI1NiJ9.e30.AAAA")).not.toContain("eyJ");
});

test("HT-03: it is read, never posted to", async () => {
  expect((await fetch(`${server.url}/inspect`, { method: "POST", body: "token=a" })).status).toBe(404);
});

test("in development mode the pools of the instance come with it, and a sample that opens nothing", async () => {
  const development = await testServer(["--dev"]);
  const other = await createPool(development);
  const settings = settingsIn(await (await fetch(`${development.url}/inspect`)).text());
  expect(settings.pools.map((pool) => pool.poolId)).toContain(other);
  expect(settings.pools).toHaveLength(2);
  const authorization = `Bearer ${settings.sample}`;
  const answer = await fetch(`${development.url}/oauth2/userInfo`, { headers: { authorization } });
  expect(answer.status).toBe(401);
});

interface Settings {
  readonly pools: readonly { readonly poolId: string }[];
  readonly sample?: string;
}

async function pageText(path: string): Promise<string> {
  return (await fetch(server.url + path)).text();
}

async function settingsOf(path: string): Promise<Settings> {
  return settingsIn(await pageText(path));
}

function settingsIn(html: string): Settings {
  const text = /data-settings="([^"]*)"/.exec(html)?.[1] ?? "";
  return JSON.parse(text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&"));
}
