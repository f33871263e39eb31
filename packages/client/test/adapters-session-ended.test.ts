/** Sessions that end while a request is answered. One that the provider has ended, which a handler notices only when it needs a token: that is a sign-out, and no fault of the app. */
import { createServer } from "node:http";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { listenLocally } from "../../server/test/support/listening.ts";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import * as expressKit from "../src/adapters/express/index.ts";
import * as fastifyKit from "../src/adapters/fastify/index.ts";
import * as honoKit from "../src/adapters/hono/index.ts";
import { withSession } from "../src/adapters/next/index.ts";
import type { Sessions } from "../src/session/index.ts";
import { hour, signedIn } from "./support/renewal-stage.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** Somebody whose next refresh is refused, and a request of theirs. */
async function ended(headers: Readonly<Record<string, string>> = {}) {
  const { stage, browser, processes } = await signedIn(server);
  stage.time.advance(hour + 1);
  stage.network.next("invalid_grant");
  const [sessions = stage.process()] = processes;
  return { sessions, headers: { ...headers, cookie: browser.request("/").headers.get("cookie") ?? "" } };
}

/** Somebody who is signed in, and a request of theirs. */
async function open() {
  const { stage, browser, processes } = await signedIn(server);
  const [sessions = stage.process()] = processes;
  return { sessions, headers: { cookie: browser.request("/").headers.get("cookie") ?? "" } };
}

const page = { "sec-fetch-mode": "navigate" };
const notSignedIn = [401, { error: "not_signed_in" }];

test("Express answers 401", async () => {
  const { sessions, headers } = await ended();
  const app = express().set("env", "test");
  app.get("/data", expressKit.requireSession(sessions), async (request, response) => {
    response.send(await expressKit.sessionOf(request).accessToken());
  });
  const { port, close } = await listenLocally(createServer(app));
  expect((await fetch(`http://127.0.0.1:${port}/data`, { headers })).status).toBe(401);
  await close();
});

test("Fastify answers 401", async () => {
  const { sessions, headers } = await ended();
  const app = Fastify();
  app.get("/data", { onRequest: fastifyKit.requireSession(sessions) }, async (request) =>
    fastifyKit.sessionOf(request).accessToken(),
  );
  expect((await app.inject({ url: "/data", headers })).statusCode).toBe(401);
  await app.close();
});

describe("Hono", () => {
  const app = (sessions: Sessions) =>
    new Hono<{ Variables: honoKit.SessionVariables }>().get(
      "/data",
      honoKit.requireSession(sessions),
      async (c) => c.text(await c.get("session").accessToken()),
    );

  test("answers a script 401, and leads a page to the sign-in", async () => {
    // Its own error handler logs before anybody else sees the error.
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const script = await ended();
    const response = await app(script.sessions).request("/data", { headers: script.headers });
    expect([response.status, await response.json()]).toEqual(notSignedIn);
    const opened = await ended(page);
    const back = await app(opened.sessions).request("/data", { headers: opened.headers });
    expect([back.status, back.headers.get("location")]).toEqual([303, "/auth/login?returnTo=%2Fdata"]);
    log.mockRestore();
  });

  test("does so where optionalSession has found the session before", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const { sessions, headers } = await ended();
    const whole = new Hono().use(honoKit.optionalSession(sessions)).route("/", app(sessions));
    const response = await whole.request("/data", { headers });
    expect([response.status, await response.json()]).toEqual(notSignedIn);
    log.mockRestore();
  });

  test("leaves it to an app that answers by itself", async () => {
    const { sessions, headers } = await ended();
    const own = app(sessions).onError((_error, c) => c.text("come back later", 418));
    expect((await own.request("/data", { headers })).status).toBe(418);
  });
});

describe("a route handler of Next.js", () => {
  const handler = (sessions: Sessions) =>
    withSession(sessions, async (_request, session) => new Response(await session.accessToken()));
  const at = "http://localhost:3000/data?tab=a";

  test("answers a script 401, and leads a page to the sign-in", async () => {
    const script = await ended();
    const response = await handler(script.sessions)(new Request(at, { headers: script.headers }), undefined);
    expect([response.status, await response.json()]).toEqual(notSignedIn);
    const opened = await ended(page);
    const back = await handler(opened.sessions)(new Request(at, { headers: opened.headers }), undefined);
    expect([back.status, back.headers.get("location")]).toEqual([
      303,
      "/auth/login?returnTo=%2Fdata%3Ftab%3Da",
    ]);
  });

  test("lets through what is none of the session's", async () => {
    const { sessions, headers } = await ended();
    const failing = withSession(sessions, () => {
      throw new TypeError("a bug");
    });
    await expect(failing(new Request(at, { headers }), undefined)).rejects.toThrow("a bug");
  });
});

describe("a session that a middleware of the app has ended lets nobody pass behind it:", () => {
  test("Express", async () => {
    const { sessions, headers } = await open();
    const app = express().set("env", "test");
    app.use(expressKit.optionalSession(sessions), async (request, _response, next) => {
      await expressKit.findSession(request)?.end();
      next();
    });
    app.get("/data", expressKit.requireSession(sessions), (_request, response) => {
      response.send("private");
    });
    const { port, close } = await listenLocally(createServer(app));
    const response = await fetch(`http://127.0.0.1:${port}/data`, { headers });
    expect([response.status, await response.json()]).toEqual(notSignedIn);
    expect(response.headers.getSetCookie()).toEqual([expect.stringContaining("Max-Age=0")]);
    await close();
  });

  test("Fastify", async () => {
    const { sessions, headers } = await open();
    const app = Fastify();
    app.addHook("onRequest", fastifyKit.optionalSession(sessions));
    app.addHook("onRequest", async (request) => {
      await fastifyKit.findSession(request)?.end();
    });
    app.get("/data", { onRequest: fastifyKit.requireSession(sessions) }, async () => "private");
    expect((await app.inject({ url: "/data", headers })).statusCode).toBe(401);
    await app.close();
  });

  test("Hono", async () => {
    const { sessions, headers } = await open();
    const app = new Hono<{ Variables: honoKit.OptionalSessionVariables }>()
      .use(honoKit.optionalSession(sessions), async (c, next) => {
        await c.get("session")?.end();
        await next();
      })
      .get("/data", honoKit.requireSession(sessions), (c) => c.text("private"));
    expect((await app.request("/data", { headers })).status).toBe(401);
  });
});

// A TCP server's address is one with a port.
