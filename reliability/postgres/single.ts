/** One PostgreSQL of a scenario's own. */
import { startCluster, unsafe } from "../../packages/server/test/postgres/cluster.ts";

/** Its URL. It loses what was not flushed when the machine fails, which it does not here. */
export async function startDatabase(stack: AsyncDisposableStack): Promise<string> {
  const { port, stop } = await startCluster(18, unsafe);
  stack.defer(stop);
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}
