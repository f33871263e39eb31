/**
 * Three processes contend for one lease and one entry. What is between getting and giving back the lease is watched by
 * something that is no store: a file that can only be created when it is not there.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openStore, type StoreKind } from "./open-store.ts";

export interface Contention {
  /** What a counter came to that only holders of the lease wrote. */
  readonly leased: number;
  /** What a counter came to that everybody wrote, by compare and swap. */
  readonly swapped: number;
  /** How often there were two holders. */
  readonly violations: number;
}

const contender = fileURLToPath(new URL("contender.ts", import.meta.url));
const roundsEach = 30;

export async function contend(kind: StoreKind, place: string, folder: string): Promise<Contention> {
  const guardFile = join(folder, `${kind}-holder`);
  const runs = await Promise.all(
    ["first", "second", "third"].map((owner) =>
      promisify(execFile)(process.execPath, [contender, kind, place, guardFile, owner, `${roundsEach}`]),
    ),
  );
  const { store, close } = openStore(kind, place);
  try {
    const [leased, swapped] = [await store.read("leased"), await store.read("swapped")];
    return {
      leased: Number(leased?.value),
      swapped: Number(swapped?.value),
      violations: runs.reduce((sum, { stdout }) => sum + Number(stdout), 0),
    };
  } finally {
    await close();
  }
}
