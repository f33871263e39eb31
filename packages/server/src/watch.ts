/** Who watches the house: figures and traces, each loaded where it is asked for. Where neither is, nothing is wrapped and nothing counted. */
import type { Config } from "./config/config.ts";
import type { Metrics } from "./metrics/create.ts";
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
