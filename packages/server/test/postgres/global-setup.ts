/**
 * One PostgreSQL of each version for a whole test run, started by the first test that asks: runs that need none pay nothing. Tests
 * ask over HTTP because they are in processes of their own.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { type Cluster, type PostgresVersion, startCluster } from "./cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly postgresLauncher: string;
    /** What the stories' servers keep their data in. */
    readonly storage: "SQLite" | "PostgreSQL";
  }
}

/** Each project's; the processes share nothing. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const clusters = new Map<PostgresVersion, Promise<Cluster>>();
  const server = createServer(async (request, response) => {
    const version = request.url === "/15" ? 15 : 18;
    const cluster = clusters.get(version) ?? startCluster(version);
    clusters.set(version, cluster);
    const answer = await cluster.then(
      ({ port }) => ({ port }),
      (error: Error) => ({ reason: error.message }),
    );
    response.end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address is an AddressInfo.
  provide("postgresLauncher", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.closeAllConnections();
    server.close();
    for (const cluster of clusters.values()) {
      await cluster.then(
        (running) => running.stop(),
        () => undefined,
      );
    }
  };
}
