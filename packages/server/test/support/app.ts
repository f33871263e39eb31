/** An app on this machine: it listens at a callback address and remembers what came. */
import { createServer } from "node:http";
import { listenLocally } from "./listening.ts";

export interface LocalApp {
  readonly callback: string;
  /** A callback that sends on to another address. */
  readonly hop: string;
  readonly home: string;
  /** Addresses and bodies that arrived, oldest first. */
  readonly visits: { readonly url: URL; readonly body: string }[];
  close(): Promise<void>;
}

export async function startApp(next = "/"): Promise<LocalApp> {
  const visits: LocalApp["visits"] = [];
  let origin = "";
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url ?? "/", origin);
    if (url.pathname !== "/favicon.ico") visits.push({ url, body });
    if (url.pathname === "/hop") {
      response.writeHead(302, { location: next }).end();
      return;
    }
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end("<!doctype html><title>App</title><h1>Back in the app</h1>");
  });
  const { port, close } = await listenLocally(server);
  origin = `http://127.0.0.1:${port}`;
  return {
    callback: `${origin}/callback`,
    hop: `${origin}/hop`,
    home: `${origin}/`,
    visits,
    close,
  };
}
