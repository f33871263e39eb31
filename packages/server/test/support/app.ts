/** An app on this machine: it listens at a callback address and remembers what came. */
import { createServer } from "node:http";

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
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the app does not listen");
  origin = `http://127.0.0.1:${address.port}`;
  return {
    callback: `${origin}/callback`,
    hop: `${origin}/hop`,
    home: `${origin}/`,
    visits,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
