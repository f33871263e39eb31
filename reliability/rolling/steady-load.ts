/** So many requests a second, whatever comes back: each is counted, and whatever is not as it should be is a failure. */
import { setTimeout as pause } from "node:timers/promises";
import { refresh } from "../../packages/server/test/support/oauth.ts";
import { signIn } from "../kill/load.ts";
import type { KillStage } from "../kill/stage.ts";
import type { ServerProcess } from "../server-process.ts";

export interface SteadyLoad {
  sent(): number;
  /** Each a sentence. */
  readonly failures: string[];
  readonly latenciesMs: number[];
  /** Resolves when all that was sent has been answered. */
  stop(): Promise<void>;
}

const perSecond = 20;

/** A quarter of it writes: rotations, each of a chain of its own. */
export async function startSteadyLoad(
  door: Pick<ServerProcess, "url" | "admin">,
  stage: KillStage,
): Promise<SteadyLoad> {
  const at = { server: door, stage };
  const plain = await signIn(at, stage.plain);
  const chains: string[] = [];
  while (chains.length < 8) chains.push(await signIn(at, stage.patient));
  const failures: string[] = [];
  const latenciesMs: number[] = [];
  const underWay = new Set<Promise<void>>();
  let sent = 0;
  let isOver = false;

  async function ask(turn: number): Promise<void> {
    const token = turn % 4 === 0 ? chains.shift() : undefined;
    const begun = performance.now();
    try {
      const client = token === undefined ? stage.plain : stage.patient;
      const { status, text, body } = await refresh(door, client, token ?? plain);
      if (status !== 200) failures.push(`a refresh was answered ${status}: ${text.slice(0, 200)}`);
      if (token !== undefined) chains.push(body.refresh_token ?? token);
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      failures.push(`a refresh was not answered: ${cause}`);
    }
    latenciesMs.push(performance.now() - begun);
  }

  async function goOn(): Promise<void> {
    const begun = performance.now();
    while (!isOver) {
      const asking = ask(sent).finally(() => underWay.delete(asking));
      underWay.add(asking);
      sent += 1;
      // By the plan, and not by the answers.
      await pause(Math.max(0, begun + (sent * 1000) / perSecond - performance.now()));
    }
  }
  const going = goOn();
  return {
    sent: () => sent,
    failures,
    latenciesMs,
    async stop() {
      isOver = true;
      await going;
      await Promise.all(underWay);
    },
  };
}
