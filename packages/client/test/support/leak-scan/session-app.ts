/** A web app with sessions, as its developer writes it on `node:http`, that notes what it gets from the provider and what it logs. */
import { createServer, type ServerResponse } from "node:http";
import { listenLocally } from "../../../../server/test/support/listening.ts";
import { codeClient, createClient } from "../../../../server/test/support/pool.ts";
import { sessionMiddleware } from "../../../src/adapters/express/index.ts";
import { createSessions, memoryStore, type SessionsOptions } from "../../../src/session/index.ts";
import type { BrowserStage } from "../browser-app.ts";
import { key, rotating } from "../session-stage.ts";
import type { Evidence, TokenAnswer } from "./evidence.ts";

export interface SessionApp {
  /** With a slash at the end. */
  readonly home: string;
  /** What the token endpoint has answered, oldest first. */
  readonly answers: TokenAnswer[];
  /** What the app would write into its log. */
  readonly log: Evidence[];
  /** Pages of the app, by path; whoever is set here is served as HTML. */
  readonly pages: Map<string, string>;
  close(): Promise<void>;
}

export async function startSessionApp(
  { server, poolId }: BrowserStage,
  mode: "cookie" | "store",
): Promise<SessionApp> {
  const answers: TokenAnswer[] = [];
  const log: Evidence[] = [];
  const pages = new Map([["/", "<!doctype html><title>Boats</title><h1>Boats</h1>"]]);
  const listener = createServer();
  const { port, close } = await listenLocally(listener);
  const home = `http://localhost:${port}/`;
  const client = await createClient(server, poolId, {
    ...codeClient,
    ...rotating(),
    GenerateSecret: true,
    CallbackURLs: [`${home}callback`],
    LogoutURLs: [home],
  });
  const now = () => server.clock.now();
  const options: SessionsOptions = {
    issuer: `${server.url}/${poolId}`,
    ...client,
    redirectUri: `${home}callback`,
    scopes: ["openid", "email"],
    keys: [key],
    proxy: [{ prefix: "/api/", upstream: `${server.url}/` }],
    fetch: noting(answers),
    now,
    onEvent: (event) => log.push({ where: "the app's log", text: written(event) }),
  };
  const where = mode === "store" ? { store: memoryStore({ now }) } : ({ cookie: true } as const);
  const middleware = sessionMiddleware(createSessions({ ...options, ...where }));
  listener.on("request", (request, response: ServerResponse) =>
    middleware(request, response, (error?: unknown) => {
      if (error !== undefined) log.push({ where: "the app's log", text: written(error) });
      const page = pages.get(request.url ?? "/") ?? pages.get("/");
      response.setHeader("content-type", "text/html").end(page);
    }),
  );
  return {
    ...{ home, answers, log, pages },
    async close() {
      await close();
    },
  };
}

function noting(answers: TokenAnswer[]): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (String(input).endsWith("/oauth2/token")) answers.push(await response.clone().json());
    return response;
  };
}

/** Errors with all that a logger might write of them. */
export function written(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each instanceof Error
      ? { ...each, name: each.name, message: each.message, stack: each.stack, cause: each.cause }
      : each,
  );
}
