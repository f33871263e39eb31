import type { Work } from "./arithmetic.ts";
import { runScript } from "./processes.ts";

export interface CeilingJob {
  readonly work: Work;
  readonly seconds: number;
}

export interface Ceiling {
  readonly done: number;
  readonly cpuSeconds: number;
}

/** Measures how often per CPU-second the machine can do this, in a process of its own. */
export async function measureCeiling(job: CeilingJob, cpu: number | null): Promise<number> {
  // The script's own output, typed there.
  const { done, cpuSeconds } = (await runScript("./ceiling-process.ts", job, cpu)) as Ceiling;
  return done / cpuSeconds;
}
