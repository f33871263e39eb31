import { runScript } from "./processes.ts";
import type { BenchRequest } from "./workloads.ts";

/** Requests that come when they come, whether or not the ones before have been answered. */
export interface OpenJob {
  readonly url: string;
  readonly perSecond: number;
  readonly warmSeconds: number;
  readonly seconds: number;
  readonly mix: readonly Share[];
}

export interface Share {
  readonly name: string;
  /** Of all requests, from 0 to 1. */
  readonly share: number;
  /** Sent in turn. `NUMBER` in a body becomes another number each time. */
  readonly requests: readonly BenchRequest[];
}

export interface OpenResult {
  /** By the name of the share. */
  readonly latencies: Readonly<Record<string, { readonly p50Ms: number; readonly p99Ms: number }>>;
  readonly answers: number;
  readonly failures: number;
  readonly firstFailure: string | null;
  /** How late the generator itself sent, in ms at p99: above a few it was the limit. */
  readonly latenessMs: number;
}

export async function measureOpenLoad(job: OpenJob, cpu: number | null): Promise<OpenResult> {
  // The script's own output, typed there.
  return (await runScript("./open-load-process.ts", job, cpu)) as OpenResult;
}
