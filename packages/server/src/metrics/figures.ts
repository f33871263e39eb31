/**
 * Every metric of `/metrics`, with its name, its labels and its help text. Labels are route templates and names of
 * operations, grants and errors from our own tables: their number is bounded, and nothing that somebody sent is among
 * them.
 */

import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { atMost } from "../clock/at-most.ts";

export type Figures = ReturnType<typeof createFigures>;

export function createFigures(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Counter({
      registers,
      name: "poolhouse_http_requests_total",
      help: "Requests answered, by route template, operation of the JSON API, status and the error that the client saw.",
      labelNames: ["route", "operation", "method", "status", "error"],
    }),
    requestSeconds: new Histogram({
      registers,
      name: "poolhouse_http_request_duration_seconds",
      help: "From the request's body being read to its answer being made.",
      labelNames: ["route", "operation"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    }),
    grants: new Counter({
      registers,
      name: "poolhouse_token_grants_total",
      help: "Requests to the token endpoint, by grant type and outcome: success, or the error code.",
      labelNames: ["grant_type", "outcome"],
    }),
    signIns: new Counter({
      registers,
      name: "poolhouse_sign_ins_total",
      help: "Steps of sign-ins, by the flow that began it. attempt: a secret is about to be looked at; in_progress: it was right and more is asked; pass: signed in; fail: a later factor was wrong.",
      labelNames: ["flow", "outcome"],
    }),
    hashWaitSeconds: new Histogram({
      registers,
      name: "poolhouse_password_hash_wait_seconds",
      help: "How long passwords waited for their turn to be hashed.",
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    }),
    hashSeconds: new Histogram({
      registers,
      name: "poolhouse_password_hash_duration_seconds",
      help: "How long hashing a password took, its wait not included.",
      buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1],
    }),
    transactionSeconds: new Histogram({
      registers,
      name: "poolhouse_database_transaction_duration_seconds",
      help: "From asking for a transaction to its being durable, waits and repetitions included.",
      labelNames: ["outcome"],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    }),
    commitWrites: new Histogram({
      registers,
      name: "poolhouse_database_commit_writes",
      help: "Transactions that shared one commit. Its count is the number of commits.",
      buckets: [1, 2, 4, 8, 16, 32, 64, 128],
    }),
  };
}

/** What stands still and is read when somebody asks. */
export interface Standing {
  hashes(): { readonly running: number; readonly waiting: number };
  database(): {
    readonly writesWaiting: number;
    readonly connections: readonly {
      readonly role: string;
      readonly used: number;
      readonly idle: number;
      readonly waiting: number;
    }[];
  };
  outbox(): Promise<
    readonly { readonly medium: string; readonly waiting: number; readonly oldestSeconds: number }[]
  >;
}

export function createStandingFigures(registry: Registry, standing: Standing): void {
  const gauge = (name: string, help: string, collect: (gauge: Gauge) => void | Promise<void>, more = {}) =>
    new Gauge({
      registers: [registry],
      name,
      help,
      ...more,
      collect() {
        return collect(this);
      },
    });
  gauge("poolhouse_password_hashes_running", "Passwords that are being hashed.", (each) =>
    each.set(standing.hashes().running),
  );
  gauge("poolhouse_password_hashes_waiting", "Passwords that wait to be hashed.", (each) =>
    each.set(standing.hashes().waiting),
  );
  gauge(
    "poolhouse_database_writes_waiting",
    "Transactions that wait for their turn or for a connection.",
    (each) => each.set(standing.database().writesWaiting),
  );
  createConnectionFigures(gauge, standing);
  createOutboxFigures(gauge, standing);
}

type MakeGauge = (
  name: string,
  help: string,
  collect: (gauge: Gauge) => void | Promise<void>,
  more?: object,
) => Gauge;

function createConnectionFigures(gauge: MakeGauge, standing: Standing): void {
  const collect = (each: Gauge): void => {
    for (const { role, used, idle, waiting } of standing.database().connections) {
      each.set({ role, state: "used" }, used);
      each.set({ role, state: "idle" }, idle);
      each.set({ role, state: "awaited" }, waiting);
    }
  };
  const help = "Connections to PostgreSQL, by role and state; awaited: somebody waits for one.";
  gauge("poolhouse_database_connections", help, collect, { labelNames: ["role", "state"] });
}

/**
 * Every process sees the same messages: of several the largest counts, not the sum. They alone are read from the database, and one that
 * does not answer must not take the other figures with it, which are never needed more: then there are no samples of these.
 */
function createOutboxFigures(gauge: MakeGauge, standing: Standing): void {
  const backlogs = patiently(standing.outbox);
  const more = { labelNames: ["medium"], aggregator: "max" };
  const help = "Messages that are written and not yet sent.";
  gauge(
    "poolhouse_outbox_messages_waiting",
    help,
    async (each) => {
      const found = await backlogs();
      each.reset();
      for (const { medium, waiting } of found) each.set({ medium }, waiting);
    },
    more,
  );
  gauge(
    "poolhouse_outbox_oldest_message_age_seconds",
    "How long the oldest message that is not yet sent has waited; 0 where none does.",
    async (each) => {
      const found = await backlogs();
      each.reset();
      for (const { medium, oldestSeconds } of found) each.set({ medium }, oldestSeconds);
    },
    more,
  );
}

/** Less than the first process waits for a worker, and much less than Prometheus waits for all. */
const patienceMs = 1_000;

/** One question at a time, however many ask; nothing where the answer fails or takes too long. */
function patiently<Row>(ask: () => Promise<readonly Row[]>): () => Promise<readonly Row[]> {
  let asking: Promise<readonly Row[]> | undefined;
  return async () => {
    asking ??= ask()
      .catch(() => [])
      .finally(() => {
        asking = undefined;
      });
    return atMost(patienceMs, asking, []);
  };
}
