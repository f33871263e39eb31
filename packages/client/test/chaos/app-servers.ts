/** An app of three processes behind one address, whose processes share nothing but a file. */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { TlsPair } from "../../../server/src/tls/pair.ts";
import { startFront } from "./front.ts";
import type { Message, SessionProcessSettings } from "./session-process.ts";

export interface AppServers {
  readonly origin: string;
  /** How often the kit reported what, in all processes together. */
  readonly events: ReadonlyMap<string, number>;
  start(settings: Omit<SessionProcessSettings, "aheadMs" | "origin">): Promise<void>;
  /** Moves their clocks to so many milliseconds ahead of the machine's. */
  moveTo(aheadMs: number): Promise<void>;
  /** kill -9 to one of them, whatever it is doing, and another in its place. */
  replaceOne(): Promise<void>;
  stop(): Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
}

const processes = 3;

export async function createAppServers(tls: TlsPair): Promise<AppServers> {
  const events = new Map<string, number>();
  let running: Running[] = [];
  let common: Omit<SessionProcessSettings, "aheadMs"> | undefined;
  let ahead = 0;
  const { origin, close } = await startFront(tls, () => running.map(({ port }) => port));

  async function launch(): Promise<Running> {
    const settings = JSON.stringify({ ...common, aheadMs: ahead });
    const child = fork(join(import.meta.dirname, "session-process.ts"), [settings], { execArgv: [] });
    child.on("message", (message: Message) => {
      if (message.type === "event") events.set(message.name, (events.get(message.name) ?? 0) + 1);
    });
    const ready = await heard(child, "ready");
    return { child, port: ready.type === "ready" ? ready.port : 0 };
  }

  return {
    origin,
    events,
    async start(settings) {
      common = { ...settings, origin };
      running = await Promise.all(Array.from({ length: processes }, launch));
    },
    async moveTo(aheadMs) {
      ahead = aheadMs;
      await Promise.all(
        running.map(async ({ child }) => {
          const moved = heard(child, "moved");
          child.send({ aheadMs });
          await moved;
        }),
      );
    },
    async replaceOne() {
      const [first, ...others] = running;
      running = others;
      first?.child.kill("SIGKILL");
      running = [...others, await launch()];
    },
    async stop() {
      for (const { child } of running) child.kill("SIGKILL");
      await close();
    },
  };
}

function heard(child: ChildProcess, type: Message["type"]): Promise<Message> {
  return new Promise((resolve, reject) => {
    const left = (code: number | null) =>
      reject(new Error(`a process of the app ended (${code}) before it was ${type}`));
    child.once("exit", left);
    child.on("message", function hear(message: Message) {
      if (message.type !== type) return;
      child.off("message", hear);
      child.off("exit", left);
      resolve(message);
    });
  });
}
