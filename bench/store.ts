// The storage alone: durable sign-ups that wait together share commits.
import type { Add, Bench } from "./bench.ts";
import { runScript } from "./processes.ts";
import type { StoreResult } from "./store-process.ts";

export async function measureStore({ plan, pinning }: Bench, add: Add): Promise<void> {
  const job = { waiting: plan.connections, seconds: plan.ceilingSeconds };
  // The script's own output, typed there.
  const result = (await runScript("./store-process.ts", job, pinning.server)) as StoreResult;
  add({ figure: "store.serial.per_s", value: result.serialPerSecond, unit: "1/s" });
  add({ figure: "store.waiting.per_s", value: result.waitingPerSecond, unit: "1/s" });
  const speedup = result.waitingPerSecond / result.serialPerSecond;
  add({ figure: "store.waiting_over_serial", value: speedup, unit: "ratio" });
}
