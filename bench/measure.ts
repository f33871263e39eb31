// One server in one round: start, idle memory, each workload, refreshes during a login storm, stop.
import { setTimeout as wait } from "node:timers/promises";
import type { Add, Bench } from "./bench.ts";
import type { Contestant } from "./contest.ts";
import { hasDay, measureDay } from "./day.ts";
import { timeFirstToken } from "./first-token.ts";
import { type LoadResult, measureLoad } from "./load.ts";
import type { Plan } from "./plan.ts";
import { processFamily, residentMbOf } from "./proc.ts";
import type { RunningServer } from "./servers/adapter.ts";
import { OURS } from "./servers/table.ts";
import { measureStore } from "./store.ts";
import { WORKLOAD_KINDS, type Workload, type Workloads } from "./workloads.ts";

// Above this the generator, on one CPU, may be what limits the figure.
const GENERATOR_LIMIT = 0.9;
const START_SECONDS = 0.6;
const PROCESS_SECONDS = 0.5;

export async function measureContestant(bench: Bench, contestant: Contestant, round: number): Promise<void> {
  const { adapter, workloads } = contestant;
  const add: Add = (figure) => bench.figures.add({ ...figure, server: adapter.name, round });
  const step = (what: string, seconds: number) =>
    bench.progress.step(`round ${round}: ${adapter.name}, ${what}`, seconds);
  step("start to first token", startSeconds(bench));
  const server = await measureStarts(bench, contestant, add);
  try {
    await wait(bench.plan.idleSeconds * 1000);
    add({ figure: "idle.rss", value: residentMbOf(processFamily(server.pid)), unit: "MB" });
    let loadedMb = 0;
    let refreshesPerSecond: number | undefined;
    for (const { name, figure, label } of WORKLOAD_KINDS) {
      const workload = workloads[name];
      if (workload === undefined || !bench.options.measurements.includes(figure)) continue;
      step(`${label}, ${bench.plan.connections} connections`, workloadSeconds(bench.plan));
      const result = await load(bench, server, workload);
      addLoad(add, figure, result);
      loadedMb = Math.max(loadedMb, result.residentMb);
      if (name === "refreshGrant") refreshesPerSecond = result.perSecond;
    }
    if (stormIn(bench, workloads)) {
      step("refresh during a login storm", workloadSeconds(bench.plan));
      loadedMb = Math.max(loadedMb, await measureStorm(bench, server, workloads, add));
    }
    if (dayIn(bench, workloads)) {
      step("a mixed day, open loop", workloadSeconds(bench.plan));
      await measureDay(bench, server, workloads, refreshesPerSecond, add);
    }
    if (storeIn(bench, contestant)) {
      step("its storage alone", 2 * bench.plan.ceilingSeconds + PROCESS_SECONDS);
      await measureStore(bench, add);
    }
    if (loadedMb > 0) add({ figure: "loaded.rss", value: loadedMb, unit: "MB" });
  } finally {
    await server.stop();
  }
}

/** About how long `measureContestant` will take. */
export function expectedSeconds(bench: Bench, contestant: Contestant): number {
  const { workloads } = contestant;
  const { measurements } = bench.options;
  const kinds = WORKLOAD_KINDS.filter(
    ({ name, figure }) => workloads[name] && measurements.includes(figure),
  ).length;
  const others = [stormIn(bench, workloads), dayIn(bench, workloads)].filter(Boolean).length;
  const storeSeconds = storeIn(bench, contestant) ? 2 * bench.plan.ceilingSeconds + PROCESS_SECONDS : 0;
  return startSeconds(bench) + (kinds + others) * workloadSeconds(bench.plan) + storeSeconds;
}

/** Starts it as often as the plan says and leaves the last one running. */
async function measureStarts(
  { plan, options }: Bench,
  contestant: Contestant,
  add: Add,
): Promise<RunningServer> {
  const { clientCredentials, refreshTokenAuth, refreshGrant, passwordSignIn } = contestant.workloads;
  const first = clientCredentials ?? refreshTokenAuth ?? refreshGrant ?? passwordSignIn;
  if (first === undefined) throw new Error(`${contestant.adapter.name} has no workload`);
  for (let count = options.measurements.includes("start") ? plan.starts : 1; ; count -= 1) {
    const server = await contestant.start();
    try {
      add({ figure: "start.to_token", value: await timeFirstToken(server, server.url, first), unit: "ms" });
    } catch (error) {
      await server.stop();
      throw error;
    }
    if (count <= 1) return server;
    await server.stop();
  }
}

function load({ plan, pinning }: Bench, server: RunningServer, workload: Workload): Promise<LoadResult> {
  const { connections, warmSeconds, measureSeconds } = plan;
  const job = { url: server.url, serverPid: server.pid, workload, connections, warmSeconds, measureSeconds };
  return measureLoad(job, pinning.generator);
}

/** Refreshes as ever, beside people who sign in, from before the measurement until after it. */
async function measureStorm(
  bench: Bench,
  server: RunningServer,
  workloads: Workloads,
  add: Add,
): Promise<number> {
  const { refreshGrant, refreshTokenAuth, passwordSignIn } = workloads;
  const refresh = refreshGrant ?? refreshTokenAuth;
  if (refresh === undefined || passwordSignIn === undefined) return 0;
  const { stormConnections, warmSeconds, measureSeconds } = bench.plan;
  const signIns = measureLoad(
    {
      url: server.url,
      serverPid: server.pid,
      workload: passwordSignIn,
      connections: stormConnections,
      warmSeconds,
      measureSeconds: measureSeconds + PROCESS_SECONDS,
    },
    bench.pinning.generator,
  );
  const [refreshed, storm] = await Promise.all([load(bench, server, refresh), signIns]);
  const invalid = flawOfLoad(refreshed) ?? flawOfLoad(storm);
  const flaw = invalid === null ? {} : { invalid: `refresh in a login storm: ${invalid}` };
  add({ figure: "refresh_in_storm.p50", value: refreshed.p50Ms, unit: "ms", ...flaw });
  add({ figure: "refresh_in_storm.p99", value: refreshed.p99Ms, unit: "ms", ...flaw });
  add({ figure: "refresh_in_storm.per_s", value: refreshed.perSecond, unit: "1/s", ...flaw });
  add({ figure: "storm.per_s", value: storm.perSecond, unit: "1/s", ...flaw });
  return refreshed.residentMb;
}

function addLoad(add: Add, figure: string, result: LoadResult): void {
  const invalid = flawOfLoad(result);
  const flaw = invalid === null ? {} : { invalid: `${figure}: ${invalid}` };
  add({ figure: `${figure}.per_cpu_s`, value: result.perCpuSecond, unit: "1/cpu-s", ...flaw });
  add({ figure: `${figure}.per_s`, value: result.perSecond, unit: "1/s", ...flaw });
  add({ figure: `${figure}.p50`, value: result.p50Ms, unit: "ms", ...flaw });
  add({ figure: `${figure}.p99`, value: result.p99Ms, unit: "ms", ...flaw });
}

function flawOfLoad({ failures, answers, statuses, generatorLoad }: LoadResult): string | null {
  if (failures > 0) return `${failures} failures (${statuses || "no answers"})`;
  if (answers === 0) return "no answers";
  return generatorLoad > GENERATOR_LIMIT
    ? `the load generator was the limit (${generatorLoad.toFixed(2)} CPU)`
    : null;
}

function stormIn({ options }: Bench, { refreshGrant, refreshTokenAuth, passwordSignIn }: Workloads): boolean {
  const both = (refreshGrant ?? refreshTokenAuth) !== undefined && passwordSignIn !== undefined;
  return both && options.measurements.includes("storm");
}

function dayIn({ options }: Bench, workloads: Workloads): boolean {
  return hasDay(workloads) && options.measurements.includes("day");
}

/** Ours, in its usual form. */
function storeIn({ options }: Bench, { adapter }: Contestant): boolean {
  return adapter.name === OURS && options.measurements.includes("store");
}

function workloadSeconds({ warmSeconds, measureSeconds }: Plan): number {
  return warmSeconds + measureSeconds + PROCESS_SECONDS;
}

function startSeconds({ plan, options }: Bench): number {
  return (options.measurements.includes("start") ? plan.starts : 1) * START_SECONDS + plan.idleSeconds;
}
