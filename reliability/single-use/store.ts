import type { Store } from "../../packages/server/src/core/tables.ts";
import type { Database } from "../../packages/server/src/sql/database.ts";
import { openPostgres } from "../../packages/server/src/sql/postgres.ts";
import { createStore } from "../../packages/server/src/sql/store.ts";

/** How many claims a process has under way: half of its connections write. */
const lanes = 12;

/** In order, as many at a time as there are connections. */
export async function forAll(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const takeTurns = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, takeTurns));
}

/** What a node has its storage from, over a database on this machine. */
export function openOn(port: number): { database: Database; store: Store } {
  const database = openPostgres({
    hosts: [{ host: "127.0.0.1", port }],
    database: "postgres",
    user: "postgres",
    password: undefined,
    tls: { kind: "off" },
    poolSize: 2 * lanes,
    isBehindPooler: false,
  });
  return { database, store: createStore(database) };
}
