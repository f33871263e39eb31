/** One of the processes of `contention.ts`. Prints how often it got the lease while somebody else had it. */
import { closeSync, openSync, unlinkSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { SessionStore } from "../../session/store.ts";
import { openStore, type StoreKind } from "./open-store.ts";

const [kind, place = "", guardFile = "", owner = "", rounds] = process.argv.slice(2);
const farAway = 60_000;

// Named by `contention.ts`, which has the same type.
const { store, close } = openStore(kind as StoreKind, place);
let violations = 0;
for (let round = 0; round < Number(rounds); round += 1) {
  while (!(await store.acquireLease("leased", owner, farAway))) await wait(1);
  if (!(await enter())) violations += 1;
  await countOnce(store, "leased");
  await leave();
  await store.releaseLease("leased", owner);
  while (!(await countOnce(store, "swapped"))) await wait(1);
}
await close();
process.stdout.write(`${violations}`);

async function enter(): Promise<boolean> {
  try {
    closeSync(openSync(guardFile, "wx"));
    return true;
  } catch {
    return false;
  }
}

async function leave(): Promise<void> {
  try {
    unlinkSync(guardFile);
  } catch {}
}

async function countOnce(counters: SessionStore, id: string): Promise<boolean> {
  const entry = await counters.read(id);
  const expiresAt = Date.now() + farAway;
  if (entry === undefined) return counters.insert(id, { value: "1", expiresAt });
  return counters.replace(id, entry.version, `${Number(entry.value) + 1}`, expiresAt);
}
