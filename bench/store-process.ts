// How fast people are stored, durably, by the server's own storage on SQLite: one after the other, and with a number of
// them waiting, who share commits. Input: { waiting, seconds }.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { poolId, sub } from "../packages/server/src/core/ids.ts";
import { migrate } from "../packages/server/src/sql/migrate.ts";
import { openSqlite } from "../packages/server/src/sql/sqlite.ts";
import { createStore } from "../packages/server/src/sql/store.ts";
import { aUser } from "../packages/server/test/sql/fixtures.ts";

export interface StoreJob {
  readonly waiting: number;
  readonly seconds: number;
}

export interface StoreResult {
  readonly serialPerSecond: number;
  readonly waitingPerSecond: number;
}

// Our own caller writes this input; it is not checked again.
const { waiting, seconds } = JSON.parse(await text(process.stdin)) as StoreJob;
const folder = mkdtempSync(join(tmpdir(), "poolhouse-bench-store-"));
const database = openSqlite(join(folder, "poolhouse.sqlite"));
await migrate(database);
const store = createStore(database);
await insertFor(0.3, 1);
const serialPerSecond = await insertFor(seconds, 1);
const waitingPerSecond = await insertFor(seconds, waiting);
await database.close();
rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify({ serialPerSecond, waitingPerSecond } satisfies StoreResult));

async function insertFor(duration: number, atOnce: number): Promise<number> {
  const begin = performance.now();
  const end = begin + duration * 1000;
  let count = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < end) {
        await insertSomebody();
        count += 1;
      }
    }),
  );
  return count / ((performance.now() - begin) / 1000);
}

async function insertSomebody(): Promise<void> {
  const id = randomUUID();
  const user = aUser({ poolId: poolId("us-east-1_bench"), sub: sub(id), username: id });
  const taken = await store.write(({ users }) => users.insert(user, [{ kind: "username", name: id }]));
  if (taken !== undefined) throw new Error("a name was taken");
}
