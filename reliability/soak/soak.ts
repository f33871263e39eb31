/**
 * Ten minutes of everything, on SQLite: what the server holds on to, and its descriptors. Memory is what is in use after a collection of
 * garbage: the resident memory, which is told as well, moves with the mood of V8 and with SQLite's page cache, by more than ten minutes could
 * tell from a leak.
 */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { emptyLedger, workThrough } from "../kill/load.ts";
import { signedInBrowser } from "../kill/sqlite.ts";
import { setKillStage } from "../kill/stage.ts";
import type { Figure, Outcome, Run, Scenario } from "../scenario.ts";
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
const preload = join(import.meta.dirname, "live-memory.ts");
const sampleEveryMs = 2000;
/** Of the time: caches fill, and V8 finds the size of its heap. */
const warmUpShare = 0.4;
/** A slope over less is one of noise. */
const leastMinutes = 8;

interface Sample {
  readonly atMs: number;
  readonly liveMegabytes: number;
  readonly residentMegabytes: number;
  readonly descriptors: number;
}

async function soakForMinutes(run: Run): Promise<Outcome> {
  const server = await startServer(run.stack, { args: ["--data", join(run.folder, "data")], preload });
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
  const isOver = () => performance.now() >= until || run.isCutShort();
  const working = workThrough(work, { isOver, forgives: () => false });
  while (!isOver()) {
    await pause(sampleEveryMs);
    // What is acknowledged is not looked at here, and must not fill our own memory.
    acknowledged += forget(work.ledger);
    const atMs = performance.now() - begun;
    const { pid } = server;
    const liveMegabytes = Number(await server.ask({}));
    samples.push({
      atMs,
      liveMegabytes,
      residentMegabytes: residentMegabytes(pid),
      descriptors: openDescriptors(pid),
    });
    run.say(`${Math.round(atMs / 60_000)} minutes, ${liveMegabytes.toFixed(1)} MB in use`);
  }
  await working;
  const minutes = (performance.now() - begun) / 60_000;
  return { ...verdictOn(samples, minutes), figures: figuresOf(samples, acknowledged) };
}

function verdictOn(samples: readonly Sample[], minutes: number): Pick<Outcome, "done" | "broken"> {
  const warm = warmOf(samples);
  const slope = slopeOf(warm, "liveMegabytes");
  const broken: string[] = [];
  if (minutes >= leastMinutes && slope > goalMegabytesPerHour)
    broken.push(`memory grows by ${slope.toFixed(1)} MB/h, and may by ${goalMegabytesPerHour}`);
  const growth = (warm.at(-1)?.descriptors ?? 0) - (warm[0]?.descriptors ?? 0);
  // Connections come and go with the load.
  if (growth > 5) broken.push(`${growth} descriptors more than after the warm-up`);
  return { done: Math.round(minutes * 10) / 10, broken };
}

function figuresOf(samples: readonly Sample[], acknowledged: number): Figure[] {
  const warm = warmOf(samples);
  const range = (name: keyof Sample) => {
    const values = warm.map((sample) => sample[name]);
    return `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`;
  };
  const slope = (name: keyof Sample) => `${slopeOf(warm, name).toFixed(1)} MB/h`;
  return [
    { name: "acknowledgements", value: acknowledged.toLocaleString("en") },
    { name: "memory in use after warm-up", value: `${range("liveMegabytes")} MB, ${slope("liveMegabytes")}` },
    { name: "resident memory", value: `${range("residentMegabytes")} MB, ${slope("residentMegabytes")}` },
    { name: "descriptors", value: range("descriptors") },
  ];
}

function slopeOf(samples: readonly Sample[], name: keyof Sample): number {
  return slopePerHour(samples.map((sample) => [sample.atMs, sample[name]]));
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
