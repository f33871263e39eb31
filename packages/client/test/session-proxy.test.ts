/** Calls of the app's pages that are passed on to an API (BF-05, BF-06). */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Listening, listenLocally } from "../../server/test/support/listening.ts";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import type { Sessions } from "../src/session/index.ts";
import type { AppBrowser } from "./support/session-browser.ts";
import { type SessionStage, setSessionStage } from "./support/session-stage.ts";

interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

let server: TestServer;
let stage: SessionStage;
let api: Listening;
let calls: Call[] = [];
let answer: (call: Call, response: ServerResponse) => void;
let upstream: string;
let sessions: Sessions;
let browser: AppBrowser;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setSessionStage(server);
  const listener = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const call = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
    calls.push(call);
    answer(call, response);
  });
  api = await listenLocally(listener);
  upstream = `http://127.0.0.1:${api.port}/v1/`;
  sessions = stage.process({
    proxy: [
      { prefix: "/api/", upstream },
      { prefix: "/api/read/", upstream: `${upstream}only/`, methods: ["get"] },
      { prefix: "/gone/", upstream: "http://127.0.0.1:9/" },
    ],
  });
  browser = stage.browser(sessions);
  await browser.signIn(stage.person);
});
beforeEach(() => {
  calls = [];
  answer = (call, response) => response.end(`${call.method} ${call.url}`);
});
afterAll(async () => {
  await api.close();
  await server.close();
});

async function token(): Promise<string> {
  return (await (await sessions.open(browser.request("/")))?.accessToken()) ?? "";
}

describe("a call of a page", () => {
  test("BF-05: goes to the upstream with method, path, query, body and the person's access token", async () => {
    const init = { method: "POST", body: '{"a":1}', headers: { "content-type": "application/json" } };
    const response = await browser.call("/api/items/7?q=a%20b", init);
    expect([response.status, await response.text()]).toEqual([200, "POST /v1/items/7?q=a%20b"]);
    expect(calls[0]).toMatchObject({ method: "POST", url: "/v1/items/7?q=a%20b", body: '{"a":1}' });
    expect(calls[0]?.headers).toMatchObject({
      authorization: `Bearer ${await token()}`,
      "content-type": "application/json",
      "content-length": "7",
    });
  });

  test("BF-05: takes the longest prefix, and only its methods", async () => {
    expect(await (await browser.call("/api/read/a")).text()).toBe("GET /v1/only/a");
    const response = await browser.call("/api/read/a", { method: "DELETE" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
    expect(calls).toHaveLength(1);
  });

  test.each([
    "/api/a%2f..%2fadmin",
    "/api//evil.example/x",
    "/api/%252e%252e/admin",
    "/api/a%5cb",
    "/api/x;/..;/admin",
  ])("BF-05: is refused with 400 and not sent for %s", async (path) => {
    const response = await browser.call(path);
    expect([response.status, await response.json()]).toEqual([400, { error: "proxy_path_refused" }]);
    expect(calls).toEqual([]);
  });

  test.each([
    "/api/../admin",
    "/api/%2e%2e/admin",
    "/api/a/%2E%2E/%2E%2E/admin",
    "/x/../api/items",
    "/api/./items",
  ])(
    "BF-05: is refused for %s, which Request resolves, where the server says what came on the wire",
    async (target) => {
      const request = browser.request(target, { headers: { "x-csrf": "1" } });
      const response = await sessions.handle(request, { target });
      expect(response?.status).toBe(400);
      // Without the target it is the resolved path that counts, which is none of the proxy's or a good one.
      expect([undefined, 200]).toContain((await sessions.handle(request.clone()))?.status);
      expect(calls.every(({ url }) => url.startsWith("/v1/items"))).toBe(true);
    },
  );

  test("BF-06: brings nothing of the browser's cookies, claims and hops to the API", async () => {
    await browser.call("/api/items", {
      headers: {
        authorization: "Bearer forged",
        forwarded: "for=127.0.0.1",
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-user": "admin",
        x_forwarded_user: "admin",
        x_user: "admin",
        "x-real-ip": "127.0.0.1",
        "x-app": "kept",
      },
    });
    const headers = calls[0]?.headers ?? {};
    expect(headers).toMatchObject({ "x-app": "kept", authorization: `Bearer ${await token()}` });
    const words = Object.keys(headers).filter((name) => /forwarded|_|cookie|real-ip|csrf|origin/.test(name));
    expect(words).toEqual([]);
  });

  test("gets the API's status and body as they come, and none of its cookies", async () => {
    answer = (_call, response) => {
      response.writeHead(418, {
        "set-cookie": "session=evil",
        "content-type": "text/plain",
        "x-from": "api",
      });
      response.write("one,");
      setImmediate(() => response.end("two"));
    };
    const response = await browser.call("/api/items");
    expect([response.status, await response.text()]).toEqual([418, "one,two"]);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(response.headers.get("x-from")).toBe("api");
  });

  test("gets an answer whose reason phrase is no ASCII", async () => {
    answer = (_call, response) => response.writeHead(404, "Non trouv\u00e9").end("rien");
    const response = await browser.call("/api/items");
    expect([response.status, await response.text()]).toEqual([404, "rien"]);
  });

  test("gets an empty answer, and a redirect that is not followed", async () => {
    answer = (_call, response) => response.writeHead(204).end();
    expect((await browser.call("/api/items", { method: "DELETE" })).status).toBe(204);
    answer = (_call, response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end();
    expect((await browser.call("/api/items")).status).toBe(302);
    expect(calls).toHaveLength(2);
  });

  test("is 502 when the API cannot be reached", async () => {
    const response = await browser.call("/gone/items");
    expect([response.status, await response.json()]).toEqual([502, { error: "upstream_unavailable" }]);
    expect(stage.events.at(-1)).toMatchObject({
      type: "request_failed",
      path: "/gone/items",
      error: { message: "fetch failed" },
    });
    expect(JSON.stringify(stage.events.at(-1))).not.toContain(await token());
  });

  test("ends at the API when the page gives up", async () => {
    const stop = new AbortController();
    answer = () => stop.abort();
    const before = stage.events.length;
    const response = await browser.call("/api/items", { signal: stop.signal });
    expect(response.status).toBe(502);
    expect(stage.events).toHaveLength(before);
  });
});

describe("an API that answers 401", () => {
  // A token that has just taken the place of another is not replaced.
  beforeEach(() => stage.time.advance(30_000));

  test("is asked once more, with a new token and the same body", async () => {
    const before = await token();
    answer = (call, response) => {
      response.statusCode = call.headers.authorization === `Bearer ${before}` ? 401 : 200;
      response.end(call.body);
    };
    const response = await browser.call("/api/items", { method: "PUT", body: "once or twice" });
    expect([response.status, await response.text()]).toEqual([200, "once or twice"]);
    expect(calls.map(({ body }) => body)).toEqual(["once or twice", "once or twice"]);
    expect(calls[1]?.headers.authorization).toBe(`Bearer ${await token()}`);
  });

  test("again is believed", async () => {
    answer = (_call, response) => response.writeHead(401).end("no");
    const response = await browser.call("/api/items");
    expect([response.status, await response.text()]).toEqual([401, "no"]);
    expect(calls).toHaveLength(2);
  });

  test("to everything costs one token request, and not one with each call", async () => {
    answer = (_call, response) => response.writeHead(401).end("no");
    const before = stage.network.refreshes.length;
    for (let call = 0; call < 3; call += 1) expect((await browser.call("/api/items")).status).toBe(401);
    expect(stage.network.refreshes.length - before).toBe(1);
  });

  test("is believed at once for a body too large to be kept, which came through whole", async () => {
    answer = (_call, response) => response.writeHead(401).end();
    const body = "x".repeat(1024 * 1024 + 1);
    const response = await browser.call("/api/items", { method: "POST", body });
    expect(response.status).toBe(401);
    expect(calls.map((call) => call.body.length)).toEqual([body.length]);
  });

  test("BF-11: with the provider down makes it 503, and the session stays", async () => {
    answer = (_call, response) => response.writeHead(401).end();
    stage.network.usual("down");
    const response = await stage.time.settle(browser.call("/api/items"));
    stage.network.usual("pass");
    expect([response.status, await response.json()]).toEqual([503, { error: "provider_unavailable" }]);
    expect(response.headers.get("retry-after")).toBe("5");
    expect((await browser.call("/auth/session")).status).toBe(200);
    stage.time.advance(6_000);
  });
});

describe("the app's own server code", () => {
  test("calls APIs as the person, with one repetition after a 401", async () => {
    stage.time.advance(30_000);
    const session = await sessions.open(browser.request("/"));
    const before = await token();
    answer = (call, response) => {
      response.statusCode = call.headers.authorization === `Bearer ${before}` ? 401 : 200;
      response.end("done");
    };
    const response = await session?.fetch(`${upstream}own`, { method: "POST", body: "b" });
    expect([response?.status, calls.length]).toEqual([200, 2]);
    expect(session?.headers().getSetCookie()).toEqual([]);
    expect(session?.claims.sub).toBe(stage.person.sub);
  });

  test("is told that nobody is signed in", async () => {
    expect(await sessions.open(new Request("https://app.example.com/"))).toBeUndefined();
  });
});
