/** An API behind the apps. It believes nobody: 401 for a token that has expired by its clock, which the test moves. */
import { createServer } from "node:http";
import type { TlsPair } from "../../../server/src/tls/pair.ts";
import { listenLocally } from "../../../server/test/support/listening.ts";
import { requireToken } from "../../src/adapters/express/index.ts";
import { createGuard } from "../../src/guard/index.ts";
import { startFront } from "./front.ts";

export interface Api {
  /** For servers. */
  readonly url: string;
  /** For browsers. */
  readonly publicUrl: string;
  /** Moves its clock to so many milliseconds ahead of the machine's. */
  moveTo(aheadMs: number): void;
  close(): Promise<void>;
}

export async function startApi(tls: TlsPair, issuer: string, clientIds: readonly string[]): Promise<Api> {
  let ahead = 0;
  // No tolerance: what has expired is refused, so that whoever sends it learns that.
  const guard = createGuard({ issuer, clientIds, toleranceSeconds: 0, now: () => Date.now() + ahead });
  const open = requireToken(guard);
  const server = createServer((request, response) => {
    response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
    response.setHeader("access-control-allow-headers", "authorization");
    response.setHeader("access-control-max-age", "600");
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    open(request, response, () => response.end("good"));
  });
  const { port, close } = await listenLocally(server);
  const front = await startFront(tls, () => [port]);
  return {
    url: `http://localhost:${port}/`,
    publicUrl: `${front.origin}/`,
    moveTo(aheadMs) {
      ahead = aheadMs;
    },
    async close() {
      await front.close();
      await close();
    },
  };
}
