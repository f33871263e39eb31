/** Several server processes on one PostgreSQL database, as behind a balancer: one address for the world, and one for each node. */
import type { Run } from "./scenario.ts";
import { type ServerOptions, type ServerProcess, startServer } from "./server-process.ts";

export type StartNode = () => Promise<ServerProcess>;

/** How to start one of them. The first prepares the database: see `startSeveral`. */
export function nodesOn(
  { stack, folder }: Pick<Run, "stack" | "folder">,
  databaseUrl: string,
  { args = [], env = {}, ...more }: Partial<ServerOptions> = {},
): StartNode {
  return () =>
    startServer(stack, {
      ...more,
      args: ["--data", folder, "--public-url", "https://id.example.com", ...args],
      env: { POOLHOUSE_DATABASE_URL: databaseUrl, POOLHOUSE_MASTER_KEY: "5a".repeat(32), ...env },
    });
}

export async function startSeveral(start: StartNode, count: number): Promise<ServerProcess[]> {
  const first = await start();
  return [first, ...(await Promise.all(Array.from({ length: count - 1 }, start)))];
}

/** One after the other, whoever is asked: like a balancer, one call here and the next one there. */
export function inTurn(nodes: () => readonly ServerProcess[], first = 0): { readonly server: ServerProcess } {
  let calls = first;
  return {
    get server() {
      const all = nodes();
      const server = all[calls++ % all.length];
      if (server === undefined) throw new Error("there is no node");
      return server;
    },
  };
}
