/** What every framework must do with a session and a guard, over HTTP. */
import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { largeBytes, type Ports, ports, type Seen } from "./ports.ts";

export interface RunningApp {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * An app with the session's middleware, `GET /me` and `GET /renewing` for people (the second uses the access token), `GET /hello`
 * for anybody, `GET /orders` for tokens with the scope `orders/read`, and `POST /json`, which answers the body its parser read.
 */
export type StartApp = (ports: Ports) => Promise<RunningApp>;

const anna = { cookie: "sid=anna" };

export function describeAdapter(name: string, start: StartApp): void {
  describe(name, () => {
    let app: RunningApp;
    beforeAll(async () => {
      app = await start(ports());
    });
    afterAll(() => app.close());
    const at = (path: string) => `http://127.0.0.1:${app.port}${path}`;

    requestStories(() => app, at);
    answerStories(at);
    sessionStories(() => app, at);
    tokenStories(() => app, at);
    disconnectionStories(start);
  });
}

function requestStories(app: () => RunningApp, at: (path: string) => string): void {
  test("HT-01: what X-Forwarded headers say does not become the request's address", async () => {
    const { json } = await raw(app().port, "GET", "/auth/echo?a=1&b=%20", [
      ["Host", "localhost:1234"],
      ["X-Forwarded-Host", "evil.example"],
      ["X-Forwarded-Proto", "https"],
      ["X-Forwarded-Prefix", "/evil"],
      ["Forwarded", "host=evil.example;proto=https"],
    ]);
    expect(json.url).toMatch(/^http:\/\/(host\.invalid|localhost:1234)\/auth\/echo\?a=1&b=%20$/);
  });

  test("BF-05: the session sees the target as it came, dot segments and all", async () => {
    const { json } = await raw(app().port, "GET", "/x/../auth/%2e/echo", [["Host", "localhost"]]);
    expect(json.target).toBe("/x/../auth/%2e/echo");
  });

  test("a body arrives byte for byte, a large one too", async () => {
    const body = `{ "spaces":   "kept", "large": "${"x".repeat(300_000)}" }`;
    const response = await fetch(at("/auth/echo"), {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    const seen: Seen = await response.json();
    expect(seen.method).toBe("POST");
    expect(seen.body).toBe(body);
  });

  test("a body of unknown length arrives too", async () => {
    const parts = new ReadableStream({
      start(controller) {
        for (const part of ["one ", "two ", "three"]) controller.enqueue(new TextEncoder().encode(part));
        controller.close();
      },
    });
    const init = { method: "POST", body: parts, duplex: "half" } as RequestInit;
    const seen: Seen = await (await fetch(at("/auth/echo"), init)).json();
    expect(seen.body).toBe("one two three");
  });

  test("a POST without a body has an empty one", async () => {
    const seen: Seen = await (await fetch(at("/auth/echo"), { method: "POST" })).json();
    expect(seen).toMatchObject({ method: "POST", body: "" });
  });

  test("a route that reads no body is answered nevertheless", async () => {
    const response = await fetch(at("/auth/unread"), { method: "POST", body: "x".repeat(500_000) });
    expect(response.status).toBe(403);
    expect(await response.text()).toBe("not interested");
  });

  test("what is not the session's keeps its body for the app's own parser", async () => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(at("/json"), { method: "POST", body: '{"of":"the app"}', headers });
    expect(await response.json()).toEqual({ of: "the app" });
  });

  test("what nobody answers is a 404", async () => {
    expect((await fetch(at("/nowhere"))).status).toBe(404);
  });
}

function answerStories(at: (path: string) => string): void {
  test("several cookies stay several, and a redirect is one", async () => {
    const response = await fetch(at("/auth/cookies"), { redirect: "manual" });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/");
    expect(response.headers.getSetCookie()).toEqual(["a=1; Expires=Thu, 01 Jan 2032 00:00:00 GMT", "b=2"]);
  });

  test("a large answer streams through unharmed", async () => {
    const bytes = new Uint8Array(await (await fetch(at("/auth/large"))).arrayBuffer());
    expect(bytes).toHaveLength(largeBytes);
    expect(bytes.at(-1)).toBe(largeBytes / 65_536 - 1);
  });

  test("HEAD has no body", async () => {
    const response = await fetch(at("/auth/unread"), { method: "HEAD" });
    expect(response.status).toBe(403);
    expect(await response.text()).toBe("");
  });

  test("an answer that breaks off does not look whole", async () => {
    // Some servers tell of it by themselves.
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    const body = fetch(at("/auth/broken")).then((response) => response.text());
    await expect(body).rejects.toThrow();
    told.mockRestore();
  });
}

function sessionStories(app: () => RunningApp, at: (path: string) => string): void {
  test("somebody who is signed in is known to the handler", async () => {
    const response = await fetch(at("/me"), { headers: anna });
    expect(await response.json()).toEqual({ sub: "anna", iss: "http://issuer.invalid" });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test("a session that is renewed while the answer is made sends its cookie with it, beside the app's own", async () => {
    const response = await fetch(at("/renewing"), { headers: anna });
    expect(await response.text()).toBe("renewed");
    expect(response.headers.getSetCookie()).toEqual(["theme=dark", "renewed=1"]);
  });

  test("a session that two middlewares ask for is one: its cookie is sent once, and the newest", async () => {
    const response = await fetch(at("/twice"), { headers: { cookie: "sid=anna; seen=long-ago" } });
    expect(await response.text()).toBe("renewed");
    expect(response.headers.getSetCookie()).toEqual(["renewed=1"]);
  });

  test("BF-16: a script of somebody who is not signed in gets a 401", async () => {
    const response = await fetch(at("/me"), { redirect: "manual" });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: "not_signed_in" });
  });

  test("a page leads to the sign-in and back", async () => {
    const { status, headers } = await raw(app().port, "GET", "/me?tab=a&b=c%20d", [
      ["Host", "localhost"],
      ["Sec-Fetch-Mode", "navigate"],
    ]);
    expect(status).toBe(303);
    expect(headers.location).toBe("/auth/login?returnTo=%2Fme%3Ftab%3Da%26b%3Dc%2520d");
  });

  test("HEAD of a route for people is answered as GET is, without a body", async () => {
    for (const [path, headers] of [
      ["/me", {}],
      ["/me", anna],
      ["/orders", {}],
    ] as const) {
      const response = await fetch(at(path), { method: "HEAD", headers });
      expect(response.status).toBe((await fetch(at(path), { headers })).status);
      expect(await response.text()).toBe("");
    }
  });

  test("BF-15: no cache keeps the answer for nobody", async () => {
    const { headers } = await fetch(at("/me"));
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("vary")?.toLowerCase()).toContain("cookie");
  });

  test("BF-11: a store that is away is a 503, and no sign-out", async () => {
    const response = await fetch(at("/me"), { headers: { cookie: "sid=store-away" } });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await response.json()).toEqual({ error: "store_unavailable" });
  });

  test("a page for anybody knows whether somebody is signed in", async () => {
    expect(await (await fetch(at("/hello"))).text()).toBe("hello stranger");
    expect(await (await fetch(at("/hello"), { headers: anna })).text()).toBe("hello anna");
  });
}

function tokenStories(app: () => RunningApp, at: (path: string) => string): void {
  test("a good token is known to the handler, with what the route asked of it", async () => {
    const response = await fetch(at("/orders"), { headers: { authorization: "Bearer good" } });
    expect(await response.json()).toEqual({ subject: "anna", scopes: ["orders/read"] });
  });

  test("the guard's refusal is sent as it is", async () => {
    const response = await fetch(at("/orders"), { headers: { authorization: "Bearer bad" } });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="test", error="invalid_token"');
    expect(await response.json()).toEqual({ error: "invalid_token", seen: "Bearer bad" });
  });

  test("the guard sees both of two Authorization headers", async () => {
    const { status, json } = await raw(app().port, "GET", "/orders", [
      ["Host", "localhost"],
      ["Authorization", "Bearer good"],
      ["Authorization", "Bearer other"],
    ]);
    expect(status).toBe(401);
    expect(json).toMatchObject({ seen: "Bearer good, Bearer other" });
  });
}

function disconnectionStories(start: StartApp): void {
  test.each([
    ["an endless answer is cancelled", "/auth/endless", "cancelled"],
    ["a call that waits is told", "/auth/waits", "aborted"],
  ])("when the client goes away, %s", async (_what, path, how) => {
    const own = ports();
    const app = await start(own);
    try {
      const socket = connect(app.port, "127.0.0.1");
      await once(socket, "connect");
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      // The endless one has begun to answer; the other never does, so its request must only have arrived.
      if (how === "cancelled") await once(socket, "data");
      else await arrival(app.port);
      socket.destroy();
      expect(await own.gone).toBe(how);
    } finally {
      await app.close();
    }
  });
}

/** Servers take requests in order of arrival, so one that came before this was seen when this is answered. */
async function arrival(port: number): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/auth/unread`);
}

export interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever came.
  readonly json: any;
}

/** A request as no browser would send it: any Host, a path that is not normalised, headers twice. */
export async function raw(
  port: number,
  method: string,
  path: string,
  headers: [string, string][],
): Promise<RawAnswer> {
  const request = httpRequest({
    port,
    method,
    path,
    host: "127.0.0.1",
    setHost: false,
    headers: headers.flat(),
  });
  request.end();
  const [response] = await once(request, "response");
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  const text = Buffer.concat(parts).toString();
  return {
    status: response.statusCode,
    headers: response.headers,
    json: text === "" ? undefined : JSON.parse(text),
  };
}
