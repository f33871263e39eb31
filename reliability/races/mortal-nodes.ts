/** Nodes of which one after another is killed with `kill -9`, and another started in its place. */
import { setTimeout as pause } from "node:timers/promises";
import { type StartNode, startSeveral } from "../nodes.ts";
import type { ServerProcess } from "../server-process.ts";

export interface MortalNodes {
  /** Those that run. Throws when one did not come up again, or ended by itself. */
  living(): readonly ServerProcess[];
  /** Grows with every kill: whoever was refused may look whether there was one meanwhile. */
  kills(): number;
  /** One about every so many milliseconds. */
  startKilling(everyMs: number): void;
  /** Rejects when `living` would throw. */
  stopKilling(): Promise<void>;
}

export async function startMortalNodes(start: StartNode, count: number): Promise<MortalNodes> {
  const nodes = await startSeveral(start, count);
  const over = new AbortController();
  let kills = 0;
  let killing: Promise<void> = Promise.resolve();
  let failure: Error | undefined;

  async function killAgainAndAgain(everyMs: number): Promise<void> {
    for (let turn = 0; ; turn = (turn + 1) % count) {
      // Between half of it and one and a half: no rhythm that anything could fall in step with.
      await pause(everyMs * (0.5 + Math.random()), undefined, { signal: over.signal });
      kills += 1;
      for (const node of nodes)
        if (!node.isRunning()) throw new Error(`a node ended by itself:\n${node.log()}`);
      await nodes[turn]?.kill();
      nodes[turn] = await start();
    }
  }

  return {
    living() {
      if (failure !== undefined) throw failure;
      return nodes.filter((node) => node.isRunning());
    },
    kills: () => kills,
    startKilling(everyMs) {
      killing = killAgainAndAgain(everyMs).catch((error: Error) => {
        if (!over.signal.aborted) failure = error;
      });
    },
    async stopKilling() {
      over.abort();
      await killing;
      if (failure !== undefined) throw failure;
    },
  };
}
