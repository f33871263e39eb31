// The open loop: a request is due at a moment that does not depend on any answer, and its latency counts from then. So a
// server that stops for a second is charged for everybody who would have come in it.
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { numbered } from "./load-steps.ts";
import type { OpenJob, OpenResult, Share } from "./open-load.ts";
import { percentile, sortNumbers } from "./statistics.ts";
import type { BenchRequest } from "./workloads.ts";

const ANSWER_WITHIN_MS = 10_000;
const agent = new Agent({ keepAlive: true, maxSockets: 512, scheduling: "fifo" });

// Our own caller writes this input; it is not checked again.
const job = JSON.parse(await text(process.stdin)) as OpenJob;
console.log(JSON.stringify(await run(job)));
agent.destroy();

async function run({ url, perSecond, warmSeconds, seconds, mix }: OpenJob): Promise<OpenResult> {
  const latencies = new Map(mix.map(({ name }) => [name, [] as number[]]));
  const lateness: number[] = [];
  const failures: string[] = [];
  const underWay: Promise<void>[] = [];
  const begin = performance.now();
  const measuredFrom = begin + warmSeconds * 1000;
  const total = Math.round((warmSeconds + seconds) * perSecond);
  for (let number = 0; number < total; number += 1) {
    const due = begin + (number / perSecond) * 1000;
    while (performance.now() < due) await wait(Math.max(0, due - performance.now() - 1));
    const share = shareOf(mix, number);
    const isMeasured = due >= measuredFrom;
    if (isMeasured) lateness.push(performance.now() - due);
    underWay.push(
      send(url, nextOf(share, number)).then(
        () => void (isMeasured && latencies.get(share.name)?.push(performance.now() - due)),
        (error: Error) => void failures.push(`${share.name}: ${error.message}`),
      ),
    );
  }
  await Promise.all(underWay);
  const measured = [...latencies].map(([name, values]) => [name, summaryOf(values)] as const);
  return {
    latencies: Object.fromEntries(measured),
    answers: [...latencies.values()].reduce((sum, values) => sum + values.length, 0),
    failures: failures.length,
    firstFailure: failures[0] ?? null,
    latenessMs: percentile(sortNumbers(lateness), 99),
  };
}

/** The same order every time, spread evenly: 90 % are nine of ten, not the first nine tenths. */
function shareOf(mix: readonly Share[], number: number): Share {
  const at = (number * 0.618_033_988_749_895) % 1;
  let sum = 0;
  for (const share of mix) {
    sum += share.share;
    if (at < sum) return share;
  }
  return mix.at(-1) ?? quit("there is nothing to send");
}

function nextOf({ requests }: Share, number: number): BenchRequest {
  const next = requests[number % requests.length] ?? quit("there is nothing to send");
  return { ...next, body: numbered(next.body) };
}

function send(url: string, { path, method, headers, body }: BenchRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method, headers, agent, timeout: ANSWER_WITHIN_MS });
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        if (response.statusCode === 200) resolve();
        else
          reject(
            new Error(`status ${response.statusCode}: ${Buffer.concat(chunks).toString().slice(0, 200)}`),
          );
      });
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
    sent.end(body);
  });
}

function summaryOf(values: readonly number[]) {
  const sorted = sortNumbers(values);
  return { p50Ms: percentile(sorted, 50), p99Ms: percentile(sorted, 99) };
}

function quit(message: string): never {
  throw new Error(message);
}
