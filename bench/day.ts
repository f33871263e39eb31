// A mixed day, in an open loop: nine of ten requests are refreshes, 8 % sign in by password, 2 % sign up.
import type { Add, Bench } from "./bench.ts";
import { measureOpenLoad, type Share } from "./open-load.ts";
import type { RunningServer } from "./servers/adapter.ts";
import type { Workload, Workloads } from "./workloads.ts";

/** What a request of the mix costs beside a refresh, roughly: it decides the rate alone. */
const COST_OF_MIX = 0.9 + 0.1 * 14;
/** Half of what the server could do: a day is not a storm. */
const LOAD = 0.5;
const WITHOUT_FIGURE = 50;
/** A generator later than this was itself the limit. */
const LATE_MS = 20;

/** `refreshesPerSecond` is what the closed loop showed in this round, or undefined where it was not measured. */
export async function measureDay(
  { plan, pinning }: Bench,
  server: RunningServer,
  workloads: Workloads,
  refreshesPerSecond: number | undefined,
  add: Add,
): Promise<void> {
  const mix = mixOf(workloads);
  if (mix === null) return;
  const perSecond =
    refreshesPerSecond === undefined ? WITHOUT_FIGURE : (refreshesPerSecond / COST_OF_MIX) * LOAD;
  const { warmSeconds, measureSeconds: seconds } = plan;
  const job = { url: server.url, perSecond, warmSeconds, seconds, mix };
  const { latencies, failures, firstFailure, latenessMs } = await measureOpenLoad(job, pinning.generator);
  const flaws = [
    ...(failures > 0 ? [`${failures} failures, the first: ${firstFailure}`] : []),
    ...(latenessMs > LATE_MS ? [`the generator sent ${latenessMs.toFixed(0)} ms late`] : []),
  ];
  const flaw = flaws.length === 0 ? {} : { invalid: `day: ${flaws.join("; ")}` };
  add({ figure: "day.rate", value: perSecond, unit: "1/s", ...flaw });
  for (const [name, { p50Ms, p99Ms }] of Object.entries(latencies)) {
    add({ figure: `day.${name}.p50`, value: p50Ms, unit: "ms", ...flaw });
    add({ figure: `day.${name}.p99`, value: p99Ms, unit: "ms", ...flaw });
  }
}

export function hasDay(workloads: Workloads): boolean {
  return mixOf(workloads) !== null;
}

function mixOf({ refreshGrant, passwordSignIn, signUp }: Workloads): readonly Share[] | null {
  if (refreshGrant === undefined || passwordSignIn === undefined || signUp === undefined) return null;
  const share = (name: string, of: number, { requests }: Workload): Share => ({ name, share: of, requests });
  return [
    share("refresh", 0.9, refreshGrant),
    share("sign_in", 0.08, passwordSignIn),
    share("sign_up", 0.02, signUp),
  ];
}
