import { createServer } from "node:http";
import express, { type ErrorRequestHandler } from "express";
import { expect, test } from "vitest";
import { listenLocally } from "../../server/test/support/listening.ts";
import {
  findSession,
  optionalSession,
  requireSession,
  requireToken,
  sessionMiddleware,
  sessionOf,
  tokenOf,
} from "../src/adapters/express/index.ts";
import { describeAdapter, type RunningApp } from "./support/adapter-stories.ts";
import { type Ports, ports } from "./support/ports.ts";

function listening(app: express.Express): Promise<RunningApp> {
  return listenLocally(createServer(app));
}

function routes(app: express.Express, { sessions, guard }: Ports): void {
  app.get("/me", requireSession(sessions), (request, response) => {
    response.json(sessionOf(request).claims);
  });
  app.get("/renewing", requireSession(sessions), async (request, response) => {
    response.append("set-cookie", "theme=dark");
    await sessionOf(request).accessToken();
    response.type("text").send("renewed");
  });
  app.get("/hello", optionalSession(sessions), (request, response) => {
    response.type("text").send(`hello ${findSession(request)?.claims.sub ?? "stranger"}`);
  });
  app.get("/twice", optionalSession(sessions), requireSession(sessions), async (request, response) => {
    await sessionOf(request).accessToken();
    response.type("text").send("renewed");
  });
  app.get("/orders", requireToken(guard, { scopes: ["orders/read"] }), (request, response) => {
    const { subject, scopes } = tokenOf(request);
    response.json({ subject, scopes: [...scopes] });
  });
}

const tellErrors: ErrorRequestHandler = (error, _request, response, _next) => {
  response.status(500).json({ code: error.code, message: error.message });
};

describeAdapter("Express", async (given) => {
  const app = express();
  app.use(sessionMiddleware(given.sessions));
  app.use(express.json());
  routes(app, given);
  app.post("/json", (request, response) => {
    response.json(request.body);
  });
  return listening(app);
});

test("a body that was parsed before the session could read it is a mistake that is named", async () => {
  const app = express();
  app.use(express.json(), sessionMiddleware(ports().sessions), tellErrors);
  const { port, close } = await listening(app);
  try {
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", body: "{}", headers };
    const response = await fetch(`http://127.0.0.1:${port}/auth/echo`, init);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      code: "config_invalid",
      message:
        "a setting is missing or unsafe: the request's body was read before the session could: use sessionMiddleware before express.json() and other body parsers",
    });
    // Where the session reads no body, none is missing.
    expect((await fetch(`http://127.0.0.1:${port}/auth/unread`, init)).status).toBe(403);
    expect((await fetch(`http://127.0.0.1:${port}/auth/echo`)).status).toBe(200);
  } finally {
    await close();
  }
});

test("in a router that is mounted somewhere, the session sees the whole path", async () => {
  const app = express();
  const router = express.Router();
  router.use(sessionMiddleware(ports().sessions));
  app.use("/auth", router);
  const { port, close } = await listening(app);
  try {
    const response = await fetch(`http://127.0.0.1:${port}/auth/echo?a=1`);
    expect(await response.json()).toMatchObject({ target: "/auth/echo?a=1" });
  } finally {
    await close();
  }
});

test("a handler whose route asked for nobody is told what is missing", async () => {
  expect(() => sessionOf({})).toThrow("use requireSession for this route");
  expect(() => tokenOf({})).toThrow("use requireToken for this route");
});

test("what the session throws reaches the app's error handler", async () => {
  const app = express();
  const open = async () => {
    throw new TypeError("a bug");
  };
  app.get("/me", requireSession({ ...ports().sessions, open }), tellErrors);
  app.use(tellErrors);
  const { port, close } = await listening(app);
  try {
    const response = await fetch(`http://127.0.0.1:${port}/me`);
    expect(await response.json()).toEqual({ message: "a bug" });
  } finally {
    await close();
  }
});
