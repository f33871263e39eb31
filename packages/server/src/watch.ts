/** Who watches the house: figures and traces, each loaded where it is asked for. Where neither is, nothing is wrapped and nothing counted. */
import type { Config } from "./config/config.ts";
import type { World } from "./core/ports.ts";
import type { Store } from "./core/tables.ts";
import type { Crypto } from "./crypto/create.ts";
import type { Metrics } from "./metrics/create.ts";
import type { Storage } from "./sql/open-storage.ts";
import type { Traces } from "./traces/create.ts";

export interface Watch {
  readonly metrics: Metrics | undefined;
  readonly traces: Traces | undefined;
}

export const nobodyWatches: Watch = { metrics: undefined, traces: undefined };

export async function createWatch({ metrics, tracing }: Config, version: string): Promise<Watch> {
  return {
    metrics: metrics && (await import("./metrics/create.ts")).createMetrics(version),
    traces: tracing && (await import("./traces/create.ts")).createTraces(tracing, version),
  };
}

/** The port itself where nobody watches it. */
export function watched<Port>(port: Port, wrap: ((port: Port) => Port) | undefined): Port {
  return wrap === undefined ? port : wrap(port);
}

export function watchedStore({ metrics, traces }: Watch, store: Store, { database }: Config): Store {
  const system = database === undefined ? "sqlite" : "postgresql";
  const timed = watched(store, metrics?.timed);
  return watched(timed, traces && ((each) => traces.store(each, system)));
}

/** Figures that stand still are read when somebody asks for them. */
export function observeStanding(
  { metrics }: Watch,
  { passwords }: Pick<Crypto, "passwords">,
  storage: Storage,
  world: World,
): void {
  metrics?.observe({
    hashes: () => passwords.load(),
    database: () => storage.load(),
    outbox: () => backlogs(world),
  });
}

/** Of both media, so that a figure falls to 0 instead of away. */
async function backlogs({ clock, store }: World) {
  const waiting = await store.read.messages.listBacklogs();
  return (["EMAIL", "SMS"] as const).map((medium) => {
    const backlog = waiting.find((each) => each.medium === medium);
    const oldestSeconds = backlog === undefined ? 0 : (clock.now() - backlog.oldestCreatedAt) / 1000;
    return { medium, waiting: backlog?.waiting ?? 0, oldestSeconds };
  });
}
