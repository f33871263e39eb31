/**
 * The listener for metrics, on a port and interface of its own, apart from the people who sign in. Metrics contain no
 * secrets, but they do tell how busy the server is.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

export interface MetricsListener {
  readonly url: string;
  close(): Promise<void>;
}

/** Another program listens there, or this one may not. */
export class MetricsPortUnusable extends Error {
  constructor(host: string, port: number, cause: Error) {
    super(`Figures cannot be served on ${host}, port ${port}.`, { cause });
    this.name = "MetricsPortUnusable";
  }
}

/** Throws `MetricsPortUnusable`. */
export async function listenForMetrics(
  { host, port }: MetricsAddress,
  text: () => Promise<string>,
): Promise<MetricsListener> {
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000 },
    async (request, response) => {
      const isAsked =
        request.url?.split("?", 1)[0] === "/metrics" &&
        (request.method === "GET" || request.method === "HEAD");
      if (!isAsked) return void response.writeHead(404).end();
      try {
        const body = await text();
        response.writeHead(200, { "content-type": contentType, "cache-control": "no-store" }).end(body);
      } catch {
        // Whoever scrapes sees a gap, which is what is true.
        response.writeHead(503).end();
      }
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(new MetricsPortUnusable(host, port, cause)));
    server.listen(port, host, resolve);
  });
  // A TCP server's address is an AddressInfo.
  const bound = server.address() as AddressInfo;
  const name = bound.family === "IPv6" ? `[${bound.address}]` : bound.address;
  return {
    url: `http://${name}:${bound.port}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const contentType = "text/plain; version=0.0.4; charset=utf-8";
