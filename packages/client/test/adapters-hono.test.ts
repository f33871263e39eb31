import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { listenLocally } from "../../server/test/support/listening.ts";
import {
  type OptionalSessionVariables,
  optionalSession,
  requireSession,
  requireToken,
  type SessionVariables,
  sessionMiddleware,
  type TokenVariables,
} from "../src/adapters/hono/index.ts";
import { describeAdapter } from "./support/adapter-stories.ts";
import { type Ports, ports } from "./support/ports.ts";

function app({ sessions, guard }: Ports) {
  const people = new Hono<{ Variables: SessionVariables }>()
    .get("/me", requireSession(sessions), (c) => c.json(c.get("session").claims))
    .get("/renewing", requireSession(sessions), async (c) => {
      c.header("set-cookie", "theme=dark");
      await c.get("session").accessToken();
      return c.text("renewed");
    })
    .get("/twice", optionalSession(sessions), requireSession(sessions), async (c) => {
      await c.get("session").accessToken();
      return c.text("renewed");
    });
  const anybody = new Hono<{ Variables: OptionalSessionVariables }>().get(
    "/hello",
    optionalSession(sessions),
    (c) => c.text(`hello ${c.get("session")?.claims.sub ?? "stranger"}`),
  );
  const apis = new Hono<{ Variables: TokenVariables }>().get(
    "/orders",
    requireToken(guard, { scopes: ["orders/read"] }),
    (c) => {
      const { subject, scopes } = c.get("token");
      return c.json({ subject, scopes: [...scopes] });
    },
  );
  return new Hono()
    .use(sessionMiddleware(sessions))
    .route("/", people)
    .route("/", anybody)
    .route("/", apis)
    .post("/json", async (c) => c.json(await c.req.json()));
}

describeAdapter("Hono on Node", (given) =>
  listenLocally(createAdaptorServer({ fetch: app(given).fetch }) as Server),
);

test("it works on runtimes without Node's request", async () => {
  const hono = app(ports());
  const seen = await (await hono.request("http://evil.example/auth/echo?a=1")).json();
  expect(seen).toMatchObject({ method: "GET" });
  expect((await hono.request("/me")).status).toBe(401);
  const response = await hono.request("/me", { headers: { cookie: "sid=anna" } });
  expect(await response.json()).toMatchObject({ sub: "anna" });
});

test("a cookie is added to an answer that cannot be changed", async () => {
  const { sessions } = ports();
  const hono = new Hono<{ Variables: SessionVariables }>().get("/", requireSession(sessions), async (c) => {
    await c.get("session").accessToken();
    return fetch("data:text/plain,from elsewhere");
  });
  const response = await hono.request("/", { headers: { cookie: "sid=anna" } });
  expect(await response.text()).toBe("from elsewhere");
  expect(response.headers.getSetCookie()).toEqual(["renewed=1"]);
});
