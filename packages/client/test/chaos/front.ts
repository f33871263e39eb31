/**
 * What stands in front of servers on the web: HTTP/2 and TLS towards browsers, so that hundreds of requests are on their way at once where
 * HTTP/1.1 lets a browser have six; and each request goes to the next process, whoever sends it.
 */
import { request as send } from "node:http";
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { TlsPair } from "../../../server/src/tls/pair.ts";
import { listenLocally } from "../../../server/test/support/listening.ts";

export interface Front {
  /** Without a slash at the end. */
  readonly origin: string;
  close(): Promise<void>;
}

/** `ports` are asked for with each request: processes come and go. */
export async function startFront(tls: TlsPair, ports: () => readonly number[]): Promise<Front> {
  const server = createSecureServer({ ...tls, settings: { maxConcurrentStreams: 1000 } });
  const sessions = new Set<{ destroy(): void }>();
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
  });
  let turn = 0;
  server.on("request", (incoming, outgoing) => {
    turn += 1;
    pass(ports()[turn % ports().length] ?? 0, incoming, outgoing);
  });
  const { port, close } = await listenLocally(server);
  return {
    origin: `https://localhost:${port}`,
    async close() {
      for (const session of sessions) session.destroy();
      await close();
    },
  };
}

function pass(port: number, incoming: Http2ServerRequest, outgoing: Http2ServerResponse): void {
  const { method, url, authority } = incoming;
  const headers = { ...endToEnd(incoming.headers), host: authority };
  const onward = send({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    answer.pipe(outgoing);
    answer.on("error", () => outgoing.stream?.close());
  });
  // A process that was killed says nothing more; a balancer tells its client that.
  onward.on("error", () => {
    if (outgoing.headersSent) outgoing.stream?.close();
    else outgoing.writeHead(502).end();
  });
  incoming.pipe(onward);
}

/** Without what is about one connection, and what HTTP/2 writes as headers and is none. */
function endToEnd<Value>(headers: Record<string, Value>): Record<string, Value> {
  const hopByHop = ["connection", "keep-alive", "transfer-encoding"];
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.startsWith(":") && !hopByHop.includes(name)),
  );
}
