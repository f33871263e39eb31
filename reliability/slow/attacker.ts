/** The attack in a thread of its own, so that what is measured beside it does not wait for the attacker. */
import { parentPort, workerData } from "node:worker_threads";
import { holdSlowly, type Slowness } from "../../packages/server/test/slow/hold-slowly.ts";

export interface Attack {
  readonly url: string;
  readonly slowness: Slowness;
  readonly count: number;
  readonly sources: readonly string[];
}

/** In this order: how many were kept when all were connected, and for how long each was, in milliseconds. */
export type Told = { readonly kept: number } | { readonly heldMs: readonly number[] };

// Only `slow-connections.ts` starts it.
const { url, slowness, count, sources } = workerData as Attack;
const tell = (told: Told) => parentPort?.postMessage(told);

const slow = await holdSlowly(url, slowness, count, { sources, nextBitMs: 5000 });
tell({ kept: slow.open() });
tell({ heldMs: (await slow.untilCut()).map(({ heldMs }) => heldMs) });
