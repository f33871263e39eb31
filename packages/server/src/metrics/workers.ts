/**
 * The figures of several workers as one: the first process asks each over the channel that it has to it, and adds them up. A worker that
 * does not answer at once, because it has just started or is about to end, is left out of this one answer.
 */
import type { Worker } from "node:cluster";
import { AggregatorRegistry } from "prom-client";
import type { Metrics, Parts } from "./create.ts";

const patienceMs = 2_000;

interface Question {
  readonly poolhouseMetrics: number;
}

interface Answer extends Question {
  readonly parts: Parts;
}

/** In a worker: answers whenever it is asked. */
export function answerForMetrics(metrics: Metrics): void {
  process.on("message", (message) => {
    if (!isQuestion(message)) return;
    metrics.parts().then(
      (parts) => process.send?.({ ...message, parts } satisfies Answer),
      // It is left out of the sum, as if it were not there.
      () => undefined,
    );
  });
}

let asked = 0;

export async function metricsOfWorkers(workers: readonly Worker[]): Promise<string> {
  asked += 1;
  const question: Question = { poolhouseMetrics: asked };
  const all = await Promise.all(workers.map((worker) => partsOf(worker, question)));
  const parts = all.filter((each) => each !== undefined);
  return AggregatorRegistry.aggregate(parts as never).metrics();
}

async function partsOf(worker: Worker, question: Question): Promise<Parts | undefined> {
  if (!worker.isConnected()) return undefined;
  const { promise, resolve } = Promise.withResolvers<Parts | undefined>();
  const listen = (message: unknown): void => {
    if (isQuestion(message) && message.poolhouseMetrics === question.poolhouseMetrics && "parts" in message) {
      // Only `answerForMetrics` sends it.
      resolve((message as Answer).parts);
    }
  };
  const timer = setTimeout(() => resolve(undefined), patienceMs);
  worker.on("message", listen);
  worker.send(question);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    worker.off("message", listen);
  }
}

function isQuestion(message: unknown): message is Question {
  return typeof message === "object" && message !== null && "poolhouseMetrics" in message;
}
