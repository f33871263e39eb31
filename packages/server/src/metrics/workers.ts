/**
 * The metrics of several workers as one: the first process asks each worker over its channel, and adds them up. To
 * Prometheus a falling counter means a restart, after which everything would be counted again. So for a worker that
 * does not answer in time, and for one that has ended, its last counters stay in the sum; its gauges are left out.
 */
import type { Worker } from "node:cluster";
import { AggregatorRegistry, type Registry } from "prom-client";
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

/** What remembers the counts: one for the life of the first process. */
export interface WorkersFigures {
  /** In Prometheus' text format. */
  text(workers: readonly Worker[]): Promise<string>;
}

export function createWorkersFigures(): WorkersFigures {
  let asked = 0;
  const counts = new Map<number, Parts>();
  let ended: Parts = [];
  return {
    async text(workers) {
      asked += 1;
      const question: Question = { poolhouseMetrics: asked };
      const all = await Promise.all(
        workers.map(async (worker) => ({ id: worker.id, parts: await partsOf(worker, question) })),
      );
      for (const { id, parts } of all) {
        if (parts !== undefined) counts.set(id, parts.filter(isCount));
      }
      const alive = new Set(all.map(({ id }) => id));
      for (const [id, parts] of counts) {
        if (alive.has(id)) continue;
        ended = sumOf([ended, parts]);
        counts.delete(id);
      }
      const said = all.map(({ id, parts }) => parts ?? counts.get(id) ?? []);
      return aggregate([...said, ended]).metrics();
    },
  };
}

function isCount(metric: Parts[number]): boolean {
  // A word as in the text format, though prom-client declares an enum.
  const type: unknown = metric.type;
  return type === "counter" || type === "histogram";
}

function sumOf(parts: readonly Parts[]): Parts {
  // What `aggregate` makes answers at once, unlike other metrics.
  return aggregate(parts)
    .getMetricsAsArray()
    .map((metric) => (metric as unknown as { get(): Parts[number] }).get());
}

function aggregate(parts: readonly Parts[]): Registry {
  // The types of prom-client have not the form of `getMetricsAsJSON` here, which is what it takes.
  return AggregatorRegistry.aggregate(parts.map((each) => each.map(byTheWorst)) as never);
}

/** Of event-loop lag: an average of one worker that is stuck and three that have nothing to do alarms nobody. */
function byTheWorst(metric: Parts[number]) {
  // A word as in the text format, here too.
  const aggregator: unknown = metric.aggregator;
  return { ...metric, aggregator: aggregator === "average" ? "max" : aggregator };
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
