import { runScript } from "./processes.ts";

export interface CeilingJob {
  readonly seconds: number;
}

export interface Ceiling {
  readonly signatures: number;
  readonly cpuSeconds: number;
}

/** Measures C, in signatures per CPU-second, in a process of its own. */
export async function measureCeiling(seconds: number, cpu: number | null): Promise<number> {
  const job: CeilingJob = { seconds };
  // The script's own output, typed there.
  const { signatures, cpuSeconds } = (await runScript("./ceiling-process.ts", job, cpu)) as Ceiling;
  return signatures / cpuSeconds;
}
