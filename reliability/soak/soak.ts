/** Ten minutes of everything, on SQLite: memory and descriptors of the server afterwards. Too long for `npm test`, where it says nothing. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { emptyLedger, workThrough } from "../kill/load.ts";
import { signedInBrowser } from "../kill/sqlite.ts";
import { setKillStage } from "../kill/stage.ts";
import type { Outcome, Run, Scenario } from "../scenario.ts";
import { startServer } from "../server-process.ts";
import { openDescriptors, residentMegabytes } from "./process-figures.ts";
import { slopePerHour } from "./slope.ts";

export const soak: Scenario = {
  name: "soak",
  summary: "everything at once for ten minutes: memory does not grow, nor do descriptors",
  unit: "minutes",
  long: { count: 10, minutes: 10 },
  short: { count: 1, minutes: 0.2 },
  obstacle: () =>
    process.platform === "linux" ? undefined : "only Linux tells what a process holds, in /proc",
  run: soakForMinutes,
};

const goalMegabytesPerHour = 2;
const sampleEveryMs = 1000;
/** Of the time: caches fill, and V8 finds the size of its heap. */
const warmUpShare = 0.4;
/** A slope over less is one of noise. */
const leastMinutes = 8;

interface Sample {
  readonly atMs: number;
  readonly megabytes: number;
  readonly descriptors: number;
}

async function soakForMinutes(run: Run): Promise<Outcome> {
  const server = await startServer(run.stack, { args: ["--data", join(run.folder, "data")] });
  const stage = await setKillStage(server);
  const work = {
    server,
    stage,
    browser: await signedInBrowser(server, stage),
    ledger: emptyLedger(),
    round: 0,
  };
  let acknowledged = 0;
  const samples: Sample[] = [];
  const begun = performance.now();
  const until = begun + Math.min(run.count * 60_000, run.until - run.begun);
  const isOver = () => performance.now() >= until;
  const working = workThrough(work, { isOver, forgives: () => false });
  while (!isOver()) {
    await pause(sampleEveryMs);
    // What is acknowledged is not looked at here, and must not fill our own memory.
    acknowledged += forget(work.ledger);
    const atMs = performance.now() - begun;
    const { pid } = server;
    samples.push({ atMs, megabytes: residentMegabytes(pid), descriptors: openDescriptors(pid) });
    run.say(`${Math.round(atMs / 60_000)} minutes, ${Math.round(samples.at(-1)?.megabytes ?? 0)} MB`);
  }
  await working;
  const minutes = (performance.now() - begun) / 60_000;
  return { ...verdictOn(samples, minutes), figures: figuresOf(samples, acknowledged) };
}

function verdictOn(samples: readonly Sample[], minutes: number): Pick<Outcome, "done" | "broken"> {
  const warm = warmOf(samples);
  const slope = slopePerHour(warm.map(({ atMs, megabytes }) => [atMs, megabytes]));
  const broken: string[] = [];
  if (minutes >= leastMinutes && slope > goalMegabytesPerHour)
    broken.push(`memory grows by ${slope.toFixed(1)} MB/h, and may by ${goalMegabytesPerHour}`);
  const descriptors = warm.map((sample) => sample.descriptors);
  const growth = (descriptors.at(-1) ?? 0) - (descriptors[0] ?? 0);
  // Connections come and go with the load.
  if (growth > 5) broken.push(`${growth} descriptors more than after the warm-up`);
  return { done: Math.round(minutes * 10) / 10, broken };
}

function figuresOf(samples: readonly Sample[], acknowledged: number) {
  const warm = warmOf(samples);
  const range = (values: readonly number[]) =>
    `${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))}`;
  const slope = slopePerHour(warm.map(({ atMs, megabytes }) => [atMs, megabytes]));
  return [
    { name: "acknowledgements", value: acknowledged.toLocaleString("en") },
    { name: "memory after warm-up", value: `${range(warm.map(({ megabytes }) => megabytes))} MB` },
    { name: "its slope", value: `${slope.toFixed(1)} MB/h` },
    { name: "descriptors after warm-up", value: range(warm.map(({ descriptors }) => descriptors)) },
  ];
}

function warmOf(samples: readonly Sample[]): readonly Sample[] {
  return samples.slice(Math.floor(samples.length * warmUpShare));
}

function forget({
  people,
  families,
  chains,
  redeemed,
  raced,
  revoked,
}: ReturnType<typeof emptyLedger>): number {
  let forgotten = 0;
  for (const list of [people, families, redeemed, raced, revoked]) forgotten += list.splice(0).length;
  // Whoever rotates holds on to the last.
  for (const { tokens } of chains) forgotten += tokens.splice(0, tokens.length - 1).length;
  return forgotten;
}
