/**
 * One house in several processes on one port: the first process holds the port and deals connections out, the others serve. They share
 * nothing but the database. Signals are the first one's to hear: a terminal and systemd send them to all.
 */
import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { Credentials } from "../core/access-keys/ensure-admin-key.ts";

/** What a worker says when it serves. */
export interface WorkerStarted {
  readonly url: string;
  readonly port: number;
  readonly newAdminKey: Credentials | undefined;
}

export const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
export type StopSignal = (typeof stopSignals)[number];

export interface Workers {
  /** Those that there are at this moment. */
  all(): readonly Worker[];
  /** What the first of them said. */
  readonly started: WorkerStarted;
  /** Asks all to stop, each as it would by itself, and resolves when they are gone. */
  stop(signal: StopSignal): Promise<void>;
  /** Does not ask. */
  kill(): void;
}

/** So long after the end of a worker another one takes its place. */
const restartMs = 1_000;

/**
 * The first starts alone, so that it alone prepares the database and complains if it cannot: then undefined, because everything has been
 * said. `onLost` is told of workers that ended by themselves; each is replaced.
 */
export async function startWorkers(
  count: number,
  onLost: (pid: number | undefined) => void,
): Promise<Workers | undefined> {
  let isStopping = false;
  const all = () => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
  const replace = async (worker: Worker): Promise<void> => {
    onLost(worker.process.pid);
    await wait(restartMs);
    if (!isStopping) cluster.fork();
  };

  cluster.on("fork", forgiveLostWords);
  const started = await untilStarted(cluster.fork());
  if (started === undefined) return undefined;
  cluster.on("exit", (worker) => {
    if (!isStopping) void replace(worker);
  });
  for (let index = 1; index < count; index += 1) cluster.fork();
  return {
    all,
    started,
    async stop(signal) {
      isStopping = true;
      await Promise.all(all().map((worker) => stopWorker(worker, signal)));
    },
    kill: () => {
      for (const worker of all()) worker.process.kill("SIGKILL");
    },
  };
}

/**
 * In a worker: `work` is all it does, and no signal ends it before. It is given how to tell the first process that it serves, and what
 * resolves when that asks it to stop, be it while it still starts. When the first process is gone, node:cluster ends this one.
 */
export async function asWorker(
  work: (tell: (started: WorkerStarted) => void, asked: Promise<StopSignal>) => Promise<void>,
): Promise<void> {
  for (const signal of stopSignals) process.on(signal, () => undefined);
  const asked = Promise.withResolvers<StopSignal>();
  process.on("message", (message) => {
    const signal = stopSignals.find((each) => each === message);
    if (signal !== undefined) asked.resolve(signal);
  });
  try {
    await work((started) => void process.send?.(started), asked.promise);
  } finally {
    // The channel to the first process would keep it alive; cut off, it would end before it has said what went wrong.
    cluster.worker?.disconnect();
  }
}

async function untilStarted(worker: Worker): Promise<WorkerStarted | undefined> {
  return Promise.race([
    // Only `asWorker` sends something.
    once(worker, "message").then(([message]) => message as WorkerStarted),
    once(worker, "exit").then(() => undefined),
  ]);
}

/**
 * What is said to a worker in the moment it dies, a connection that is dealt out to it or a question of ours, comes back as an error
 * (EPIPE), and one that nobody takes would end the first process, and so everybody. That it is gone is told by its exit.
 */
function forgiveLostWords(worker: Worker): void {
  worker.on("error", () => undefined);
}

async function stopWorker(worker: Worker, signal: StopSignal): Promise<void> {
  // Not `once` of node:events: it would take the error of a worker that just died for the end of the stop.
  const gone = new Promise<void>((resolve) => void worker.once("exit", () => resolve()));
  if (worker.isConnected()) worker.send(signal);
  if (!worker.isDead()) await gone;
}
