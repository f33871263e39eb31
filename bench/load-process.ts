// The load generator, in a process of its own. It warms the server up and measures in one go, over connections that
// stay open, and reads the server's CPU time itself, at the first and the last moment of the measurement.
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import autocannon, { type Instance } from "autocannon";
import { markerOf } from "./answers.ts";
import type { LoadJob, LoadResult } from "./load.ts";
import { stepsOf } from "./load-steps.ts";
import { cpuSecondsOf, processFamily, residentMbOf } from "./proc.ts";
import { verifierMarker } from "./srp-sign-in.ts";
import { percentile, sortNumbers } from "./statistics.ts";

const RESIDENT_EVERY_MS = 250;
const ANSWER_WITHIN_SECONDS = 10;

// Our own caller writes this input; it is not checked again.
const job = JSON.parse(await text(process.stdin)) as LoadJob;
console.log(JSON.stringify(await run(job)));

async function run({ serverPid, warmSeconds, measureSeconds, ...job }: LoadJob): Promise<LoadResult> {
  const load = startLoad(job, warmSeconds + measureSeconds);
  let latencies: number[] = [];
  const firstSteps = new Map<unknown, number>();
  const statuses = new Map<number, number>();
  // autocannon's own histogram counts whole milliseconds; this event carries fractions.
  load.on("response", (client: unknown, status: number, _bytes: number, milliseconds: number) => {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const before = firstSteps.get(client);
    if (job.workload.srp !== undefined && before === undefined) {
      firstSteps.set(client, milliseconds);
      return;
    }
    // Of two steps one sign-in, and what it waited for both.
    firstSteps.delete(client);
    latencies.push(milliseconds + (before ?? 0));
  });
  await wait(warmSeconds * 1000);
  latencies = [];
  const family = processFamily(serverPid);
  const measured = await measure(family, measureSeconds, () => latencies.length);
  const sorted = sortNumbers(latencies);
  load.stop();
  const { errors, mismatches } = await load;
  return {
    ...measured,
    p50Ms: percentile(sorted, 50),
    p99Ms: percentile(sorted, 99),
    failures: errors + mismatches,
    statuses: [...statuses].map(([status, count]) => `${status} × ${count}`).join(", "),
  };
}

async function measure(family: readonly number[], seconds: number, answered: () => number) {
  let residentMb = 0;
  const sampling = setInterval(() => {
    residentMb = Math.max(residentMb, residentMbOf(family));
  }, RESIDENT_EVERY_MS);
  const begin = performance.now();
  const serverBefore = cpuSecondsOf(family);
  const ownBefore = process.cpuUsage();
  await wait(seconds * 1000);
  const answers = answered();
  const own = process.cpuUsage(ownBefore);
  const cpuSeconds = cpuSecondsOf(family) - serverBefore;
  const wallSeconds = (performance.now() - begin) / 1000;
  clearInterval(sampling);
  return {
    answers,
    perSecond: answers / wallSeconds,
    perCpuSecond: answers / cpuSeconds,
    generatorLoad: (own.user + own.system) / 1_000_000 / wallSeconds,
    residentMb: Math.max(residentMb, residentMbOf(family)),
  };
}

type LoadOptions = Pick<LoadJob, "url" | "workload" | "connections">;

function startLoad({ url, workload, connections }: LoadOptions, seconds: number): Instance {
  const { requests, signedTokens, srp } = workload;
  const marker = markerOf(signedTokens);
  let clients = 0;
  return autocannon({
    url,
    connections,
    // `stop()` ends it; the duration only bounds it.
    duration: seconds + 5,
    sampleInt: 100,
    timeout: ANSWER_WITHIN_SECONDS,
    requests: stepsOf(workload, 0),
    setupClient(client) {
      client.setRequests(stepsOf(workload, clients * Math.floor(Math.max(1, requests.length / connections))));
      clients += 1;
    },
    verifyBody: (body) => marker.test(body) || (srp !== undefined && verifierMarker.test(body)),
  });
}
