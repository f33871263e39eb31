import type { Worker } from "node:cluster";
import { EventEmitter } from "node:events";
import { Gauge, Registry } from "prom-client";
import { expect, test } from "vitest";
import type { Parts } from "./create.ts";
import { createWorkersFigures } from "./workers.ts";

/** A worker as the first process sees it, with an event loop that lags so much. */
async function aWorker(id: number, lagSeconds: number): Promise<Worker> {
  const registry = new Registry();
  const lag = { name: "nodejs_eventloop_lag_p99_seconds", help: "The 99th percentile." };
  new Gauge({ ...lag, registers: [registry], aggregator: "average" }).set(lagSeconds);
  new Gauge({ name: "waiting", help: "How many wait.", registers: [registry] }).set(id);
  const parts: Parts = await registry.getMetricsAsJSON();
  const worker = new EventEmitter();
  const send = (question: object) => worker.emit("message", { ...question, parts });
  // What else a worker has nobody asks for.
  return Object.assign(worker, { id, isConnected: () => true, send }) as unknown as Worker;
}

test("several workers are as late as the latest, and what waits at each adds up", async () => {
  const workers = [await aWorker(1, 0.01), await aWorker(2, 0.4), await aWorker(3, 0.01)];
  const text = await createWorkersFigures().text(workers);
  expect(text).toContain("nodejs_eventloop_lag_p99_seconds 0.4");
  expect(text).toContain("waiting 6");
});
