/** A web app with a server. The tokens stay here; the browser has a cookie that is a name and nothing else. */
import { randomBytes } from "node:crypto";
import { requireSession, sessionMiddleware, sessionOf } from "@poolhouse/client/express";
import { createSessions, memoryStore } from "@poolhouse/client/session";
import express from "express";
import { readQuickstart, sayHello } from "../quickstart.ts";
import { landingPage, privatePage, script } from "./pages.ts";

const quickstart = await readQuickstart();
const { clientId, clientSecret, redirectUri, logoutUri, scopes } = quickstart.clients.web;

const sessions = createSessions({
  issuer: quickstart.issuer,
  clientId,
  clientSecret,
  redirectUri,
  logoutUri,
  scopes,
  // A real app reads its key from its secrets, and keeps sessions where they survive a restart: see @poolhouse/client/stores.
  keys: [randomBytes(32).toString("base64url")],
  store: memoryStore(),
  // The page calls /api/me, and the server adds the access token.
  proxy: [{ prefix: "/api/", upstream: "http://localhost:4000/", methods: ["GET"] }],
});

const app = express();
// Before any body parser: its routes read their own bodies.
app.use(sessionMiddleware(sessions));

app.get("/style.css", (_request, response) =>
  response.sendFile("style.css", { root: `${import.meta.dirname}/..` }),
);
app.get("/page.js", (_request, response) => response.type("js").send(script));

/** Public: people come here after signing out. */
app.get("/", (_request, response) => response.send(landingPage()));

/** Private: whoever is not signed in is sent to do so, and comes back. */
app.get("/home", requireSession(sessions), (request, response) => {
  // Or the browser's "back" shows it again to whoever comes after the sign-out.
  response.set("cache-control", "no-store").send(privatePage(sessionOf(request).claims));
});

app.listen(Number(new URL(redirectUri).port), "localhost", () => {
  sayHello("A web app", logoutUri, quickstart);
});
