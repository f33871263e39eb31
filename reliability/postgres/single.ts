/** One PostgreSQL of a scenario's own. */
import { startCluster, unsafe } from "../../packages/server/test/postgres/cluster.ts";

export interface Database {
  readonly port: number;
  /** Over TCP. */
  readonly url: string;
  /** Over its Unix socket: a fifth more work in the same processor time. */
  readonly nearUrl: string;
}

/** It loses what was not flushed when the machine fails, which it does not here. */
export async function startDatabase(stack: AsyncDisposableStack): Promise<Database> {
  const { port, folder, stop } = await startCluster(18, unsafe);
  stack.defer(stop);
  return {
    port,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    nearUrl: `postgres://postgres@/postgres?host=${folder}&port=${port}`,
  };
}
