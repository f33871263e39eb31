/**
 * One of several servers of an app, a process of its own: its sessions are in a file that it shares with its brothers. It is told
 * the time, since the test moves it.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { sessionMiddleware } from "@poolhouse/client/express";
import { createSessions } from "@poolhouse/client/session";
import { sqliteStore } from "@poolhouse/client/stores";

export interface SessionProcessSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of the app, as browsers know it: the balancer's. */
  readonly origin: string;
  readonly file: string;
  readonly key: string;
  readonly api: string;
  readonly aheadMs: number;
}

/** What it says to who started it. */
export type Message =
  | { readonly type: "ready"; readonly port: number }
  | { readonly type: "moved" }
  | { readonly type: "event"; readonly name: string };

const settings: SessionProcessSettings = JSON.parse(process.argv[2] ?? "");
let { aheadMs } = settings;
const now = () => Date.now() + aheadMs;
const tell = (message: Message) => process.send?.(message);

const sessions = createSessions({
  issuer: settings.issuer,
  clientId: settings.clientId,
  clientSecret: settings.clientSecret,
  redirectUri: `${settings.origin}/callback`,
  logoutUri: `${settings.origin}/`,
  scopes: ["openid", "email"],
  keys: [settings.key],
  store: sqliteStore(new DatabaseSync(settings.file), { now }),
  proxy: [{ prefix: "/api/", upstream: settings.api }],
  now,
  onEvent: (event) =>
    tell({ type: "event", name: "code" in event ? `${event.type} ${event.code}` : event.type }),
});

const middleware = sessionMiddleware(sessions);
const server = createServer((request, response) => {
  middleware(request, response, (error) => {
    response.statusCode = error === undefined ? 200 : 500;
    response.setHeader("content-type", "text/html").end("<!doctype html><title>App</title>");
  });
});
server.listen(0, "127.0.0.1", () => {
  // A TCP server that listens has such an address.
  tell({ type: "ready", port: (server.address() as AddressInfo).port });
});

process.on("message", (message: { readonly aheadMs: number }) => {
  aheadMs = message.aheadMs;
  tell({ type: "moved" });
});
process.on("disconnect", () => process.exit());
