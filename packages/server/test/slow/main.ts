/**
 * The long form of `slow-connections.test.ts`, against the compiled server with its defaults: `node packages/server/test/slow/main.ts [count]`.
 * Thousands of connections that are silent, slow with their headers, or slow with their body; meanwhile a machine gets tokens. Exits 1
 * if its 99th percentile reaches 100 ms, or a slow connection is kept for longer than the 10 seconds and the time it takes to look.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Quickstart } from "../../src/dev/quickstart-file.ts";
import type { Attack, Told } from "./attacker.ts";
import type { Slowness } from "./hold-slowly.ts";

const [count = 4000] = process.argv.slice(2).map(Number);
/** As a botnet: each address below what one may have. */
const sources = Array.from({ length: 20 }, (_, index) => `127.0.0.${10 + index}`);
const longestMs = 11_500;
const slowestHealthyMs = 100;
const giveUpMs = 60_000;

const folder = mkdtempSync(join(tmpdir(), "poolhouse-slow-"));
const program = join(import.meta.dirname, "..", "..", "dist", "cli", "main.js");
const server = spawn(
  process.execPath,
  [program, "start", "--dev", "--json", "--port", "0", "--data", folder],
  { stdio: ["ignore", "pipe", "inherit"] },
);
process.on("exit", () => {
  server.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});
const [line] = await once(server.stdout, "data");
const { endpoint }: { endpoint: string } = JSON.parse(String(line));
const { clients }: Quickstart = JSON.parse(readFileSync(join(folder, "quickstart.json"), "utf8"));
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

const threeSecondsOn = performance.now() + 3_000;
report(`without any: ${(await healthyUntil(() => performance.now() > threeSecondsOn)).summary}`);
for (const slowness of ["silent", "headers", "body"] as const) await attack(slowness);
process.exit();

async function attack(slowness: Slowness): Promise<void> {
  const workerData: Attack = { url: endpoint, slowness, count, sources };
  const attacker = new Worker(join(import.meta.dirname, "attacker.ts"), { workerData });
  let kept = 0;
  let held: readonly number[] | undefined;
  attacker.on("message", (told: Told) => {
    if ("kept" in told) kept = told.kept;
    else held = told.heldMs;
  });
  const giveUp = performance.now() + giveUpMs;
  const healthy = await healthyUntil(() => held !== undefined || performance.now() > giveUp);
  await attacker.terminate();
  const [shortest, longest] = [Math.min(...(held ?? [])), Math.max(...(held ?? [Number.POSITIVE_INFINITY]))];
  report(
    `${slowness}: ${kept} of ${count} kept, cut after ${seconds(shortest)} to ${seconds(longest)}; meanwhile ${healthy.summary}`,
  );
  const isBroken =
    kept < count || longest > longestMs || healthy.p99 >= slowestHealthyMs || healthy.failed > 0;
  if (isBroken) process.exitCode = 1;
}

/** Tokens for a machine, 4 at a time with a pause between. */
async function healthyUntil(isOver: () => boolean) {
  const times: number[] = [];
  let failed = 0;
  const client = async (): Promise<void> => {
    while (!isOver()) {
      const begun = performance.now();
      if ((await askToken()) !== 200) failed += 1;
      times.push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await Promise.all([client(), client(), client(), client()]);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * times.length)] ?? Number.NaN;
  const p99 = at(0.99);
  const summary = `${times.length} tokens, p50 ${at(0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${failed} failed`;
  return { p99, failed, summary };
}

async function askToken(): Promise<number> {
  const { clientId, clientSecret } = clients.machine;
  const sent = request(`${endpoint}/oauth2/token`, {
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

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}
