/**
 * Prometheus metrics. Loaded only if a metrics port is set; otherwise nothing is counted anywhere. What is
 * watched reports here (`watcher`, `hashed`, `committed`, …); gauges are read when somebody scrapes.
 */
import {
  collectDefaultMetrics,
  Gauge,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from "prom-client";
import type { AuditRecord } from "../core/audit/audit-record.ts";
import type { Store } from "../core/tables.ts";
import type { RequestWatcher } from "../http/request-watcher.ts";
import { createFigures, createStandingFigures, type Figures, type Standing } from "./figures.ts";

export interface Metrics {
  readonly watcher: RequestWatcher;
  hashed(waitSeconds: number, hashSeconds: number): void;
  committed(writes: number): void;
  recorded(record: AuditRecord): void;
  /** The same storage, timed. */
  timed(store: Store): Store;
  /** From now on they are read with every answer. */
  observe(standing: Standing): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  /** For whoever puts the figures of several processes together. */
  parts(): Promise<Parts>;
}

export type Parts = readonly MetricObjectWithValues<MetricValue<string>>[];

export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    registers: [registry],
    name: "poolhouse_build_info",
    help: "1; the labels say which program answers.",
    labelNames: ["version", "node_version"],
    aggregator: "first",
  }).set({ version, node_version: process.version }, 1);
  const figures = createFigures(registry);
  return {
    watcher: createWatcher(figures),
    hashed(waitSeconds, hashSeconds) {
      figures.hashWaitSeconds.observe(waitSeconds);
      figures.hashSeconds.observe(hashSeconds);
    },
    committed: (writes) => figures.commitWrites.observe(writes),
    recorded: (record) => countSignIns(figures, record),
    timed: (store) => timedStore(figures, store),
    observe: (standing) => createStandingFigures(registry, standing),
    text: () => registry.metrics(),
    parts: () => registry.getMetricsAsJSON(),
  };
}

function createWatcher({ requests, requestSeconds, grants }: Figures): RequestWatcher {
  return async ({ facts }, answer) => {
    const begin = performance.now();
    const reply = await answer();
    const { route, method, operation = "", grantType, error = "" } = facts;
    requestSeconds.observe({ route, operation }, (performance.now() - begin) / 1000);
    requests.inc({ route, operation, method, status: reply.status, error });
    if (grantType !== undefined) {
      grants.inc({ grant_type: grantType, outcome: error === "" ? "success" : error });
    }
    return reply;
  };
}

function countSignIns({ signIns }: Figures, { changes }: AuditRecord): void {
  for (const { what, on, outcome, flow } of changes) {
    const isSignIn = what.startsWith("authEvents.") && on.startsWith("SignIn ");
    // Of a name that nobody has no flow is known, and none is told.
    const isNobodys = what === "singleUse.use";
    if (outcome === undefined || !(isSignIn || isNobodys)) continue;
    signIns.inc({ flow: flow?.toLowerCase() ?? "unknown", outcome: outcomes[outcome] });
  }
}

const outcomes = { Attempt: "attempt", InProgress: "in_progress", Pass: "pass", Fail: "fail" } as const;

function timedStore({ transactionSeconds }: Figures, store: Store): Store {
  return {
    read: store.read,
    commitsTogether: store.commitsTogether,
    async write(...write) {
      const begin = performance.now();
      let outcome = "refused";
      try {
        const result = await store.write(...write);
        outcome = "committed";
        return result;
      } finally {
        transactionSeconds.observe({ outcome }, (performance.now() - begin) / 1000);
      }
    },
  };
}
