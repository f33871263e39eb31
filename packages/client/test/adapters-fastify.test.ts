import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import { expect, test } from "vitest";
import {
  findSession,
  optionalSession,
  requireSession,
  requireToken,
  sessionHook,
  sessionOf,
  tokenOf,
} from "../src/adapters/fastify/index.ts";
import { describeAdapter } from "./support/adapter-stories.ts";
import { ports } from "./support/ports.ts";

describeAdapter("Fastify", async ({ sessions, guard }) => {
  const app = Fastify({ forceCloseConnections: true });
  app.addHook("onRequest", sessionHook(sessions));
  app.get("/me", { onRequest: requireSession(sessions) }, async (request) => sessionOf(request).claims);
  app.get("/renewing", { preHandler: requireSession(sessions) }, async (request, reply) => {
    reply.header("set-cookie", "theme=dark");
    await sessionOf(request).accessToken();
    return "renewed";
  });
  app.get("/hello", { onRequest: optionalSession(sessions) }, async (request) => {
    return `hello ${findSession(request)?.claims.sub ?? "stranger"}`;
  });
  const twice = [optionalSession(sessions), requireSession(sessions)];
  app.get("/twice", { onRequest: twice }, async (request) => {
    await sessionOf(request).accessToken();
    return "renewed";
  });
  app.get("/orders", { onRequest: requireToken(guard, { scopes: ["orders/read"] }) }, async (request) => {
    const { subject, scopes } = tokenOf(request);
    return { subject, scopes: [...scopes] };
  });
  app.post("/json", async ({ body }) => body);
  await app.listen({ port: 0, host: "127.0.0.1" });
  // A TCP server's address is one with a port.
  const { port } = app.server.address() as AddressInfo;
  return { port, close: () => app.close() };
});

test("the app's own hooks see the session's answers too", async () => {
  const app = Fastify();
  app.addHook("onSend", async (_request, reply) => {
    reply.header("x-of-the-app", "yes");
  });
  app.addHook("onRequest", sessionHook(ports().sessions));
  const response = await app.inject({ url: "/auth/cookies" });
  expect(response.statusCode).toBe(303);
  expect(response.headers).toMatchObject({ "x-of-the-app": "yes", location: "/" });
  await app.close();
});
