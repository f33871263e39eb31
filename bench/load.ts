import { runScript } from "./processes.ts";
import type { Workload } from "./workloads.ts";

export interface LoadJob {
  readonly url: string;
  readonly workload: Workload;
  readonly connections: number;
  readonly warmSeconds: number;
  readonly measureSeconds: number;
  readonly serverPid: number;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly perCpuSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The server's largest resident size seen during the measurement. */
  readonly residentMb: number;
  /** Share of a CPU the load generator itself used: near 1 it, and not the server, would be the limit. */
  readonly generatorLoad: number;
  readonly answers: number;
  /** Answers that were no success, and requests that got none, warm-up included. */
  readonly failures: number;
  /** How often each status was answered, such as `200 × 8123, 429 × 3`. */
  readonly statuses: string;
}

/** Keeps a number of connections busy, each sending its next request when the last is answered. */
export async function measureLoad(job: LoadJob, cpu: number | null): Promise<LoadResult> {
  // The script's own output, typed there.
  return (await runScript("./load-process.ts", job, cpu)) as LoadResult;
}
