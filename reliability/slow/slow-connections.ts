/**
 * Thousands of connections that are silent, slow with their headers, or slow with their body; meanwhile a machine gets tokens. The
 * short form is a story of the server's own: `packages/server/test/slow-connections.test.ts`.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import type { Quickstart } from "../../packages/server/src/dev/quickstart-file.ts";
import type { Outcome, Run, Scenario } from "../scenario.ts";
import { startServer } from "../server-process.ts";
import type { Attack, Told } from "./attacker.ts";

export const slowConnections: Scenario = {
  name: "slow",
  summary: "connections that are silent or slow: they are cut, and nobody else waits",
  unit: "connections",
  long: { count: 4000, minutes: 3 },
  short: { count: 200, minutes: 1 },
  run: attackInEveryWay,
};

/** As a botnet: each address below what one may have. */
const sources = Array.from({ length: 20 }, (_, index) => `127.0.0.${10 + index}`);
/** Ten seconds, and the time it takes to look. */
const longestMs = 11_500;
const slowestHealthyMs = 100;
const calmMs = 3000;
const giveUpMs = 60_000;

async function attackInEveryWay({ count, folder, stack, say }: Run): Promise<Outcome> {
  const server = await startServer(stack, { args: ["--dev", "--data", folder] });
  // The server's own file.
  const { clients } = JSON.parse(readFileSync(join(folder, "quickstart.json"), "utf8")) as Quickstart;
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  stack.defer(() => agent.destroy());
  const healthy = (isOver: () => boolean) =>
    askUntil(isOver, () => askToken(`${server.url}/oauth2/token`, clients.machine, agent));

  const calmUntil = performance.now() + calmMs;
  const calm = await healthy(() => performance.now() > calmUntil);
  const outcome = { done: count, broken: [] as string[], figures: [figureOf("without any", calm)] };
  for (const slowness of ["silent", "headers", "body"] as const) {
    say(`${count} connections that are slow: ${slowness}`);
    const { kept, heldMs, meanwhile } = await attack({ url: server.url, slowness, count, sources }, healthy);
    const longest = Math.max(...(heldMs ?? [Number.POSITIVE_INFINITY]));
    outcome.figures.push(figureOf(`${slowness}, all cut within ${(longest / 1000).toFixed(1)} s`, meanwhile));
    if (kept < count) outcome.broken.push(`${slowness}: only ${kept} of ${count} were kept to begin with`);
    if (longest > longestMs) outcome.broken.push(`${slowness}: one was kept for ${Math.round(longest)} ms`);
    if (meanwhile.failed > 0) outcome.broken.push(`${slowness}: ${meanwhile.failed} healthy requests failed`);
    if (meanwhile.p99 >= slowestHealthyMs)
      outcome.broken.push(`${slowness}: healthy requests took ${meanwhile.p99.toFixed(0)} ms at p99`);
  }
  return outcome;
}

interface Health {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  /** How late whoever measured was by itself: on a busy machine this is part of the above. */
  readonly ownP99: number;
  readonly failed: number;
}

async function attack(workerData: Attack, healthy: (isOver: () => boolean) => Promise<Health>) {
  const attacker = new Worker(join(import.meta.dirname, "attacker.ts"), { workerData });
  let kept = 0;
  let heldMs: readonly number[] | undefined;
  attacker.on("message", (told: Told) => {
    if ("kept" in told) kept = told.kept;
    else heldMs = told.heldMs;
  });
  const giveUp = performance.now() + giveUpMs;
  const meanwhile = await healthy(() => heldMs !== undefined || performance.now() > giveUp);
  await attacker.terminate();
  return { kept, heldMs, meanwhile };
}

/** Four at a time, with a pause between. */
async function askUntil(isOver: () => boolean, ask: () => Promise<number>): Promise<Health> {
  const times: number[] = [];
  let failed = 0;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const client = async (): Promise<void> => {
    while (!isOver()) {
      const begun = performance.now();
      if ((await ask()) !== 200) failed += 1;
      times.push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await Promise.all([client(), client(), client(), client()]);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * times.length)] ?? Number.NaN;
  delay.disable();
  const ownP99 = Math.max(0, delay.percentile(99) / 1e6 - 5);
  return { count: times.length, p50: at(0.5), p99: at(0.99), ownP99, failed };
}

async function askToken(
  url: string,
  { clientId, clientSecret }: Quickstart["clients"]["machine"],
  agent: Agent,
): Promise<number> {
  const sent = request(url, {
    agent,
    method: "POST",
    auth: `${clientId}:${clientSecret}`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  sent.end("grant_type=client_credentials");
  const [response] = await once(sent, "response");
  response.resume();
  await once(response, "end");
  return response.statusCode;
}

function figureOf(name: string, { count, p50, p99, ownP99 }: Health) {
  const times = `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
  return {
    name,
    value: `${count} tokens meanwhile, ${times}; the asking program itself was late by ${ownP99.toFixed(1)} ms`,
  };
}
