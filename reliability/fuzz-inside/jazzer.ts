/** One target under jazzer.js, and what came of it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Run } from "../scenario.ts";

const program = createRequire(import.meta.url).resolve("@jazzer.js/core/dist/cli.js");
const entry = join(import.meta.dirname, "entry.mjs");
const repository = join(import.meta.dirname, "..", "..");
/** What is watched: the compiled modules of the server, before they are bundled. */
const watched = "packages/server/build";
/** A machine that stops for a while is no finding: ten seconds were seen. */
const slowMs = 60_000;
/** jazzer.js keeps 1.5 kB of each promise that it is given. */
const longestSeconds = 45;

export interface Fuzzed {
  readonly inputs: number;
  /** How many branches of the server ran. */
  readonly branches: number;
  /** What was thrown, and by which input. */
  readonly finding: string | undefined;
}

export interface Size {
  readonly seconds: number;
  readonly inputs: number;
}

/** In one process after another, each of which goes on with the inputs that the one before it kept. */
export async function fuzzTarget(run: Run, name: string, { seconds, inputs }: Size): Promise<Fuzzed> {
  const folders = foldersOf(run, name);
  let all: Fuzzed = { inputs: 0, branches: 0, finding: undefined };
  for (let left = seconds; left > 0 && all.inputs < inputs; left -= longestSeconds) {
    if (run.isCutShort() || all.finding !== undefined) break;
    const size = { seconds: Math.min(left, longestSeconds), inputs: inputs - all.inputs };
    const next = await runProcess(run, name, folders, size);
    all = { ...next, inputs: all.inputs + next.inputs };
  }
  return all;
}

interface Folders {
  /** What a target begins with. */
  readonly seeds: string;
  /** Inputs by which something ran for the first time. */
  readonly kept: string;
  readonly findings: string;
}

function foldersOf(run: Run, name: string): Folders {
  const folder = (kind: string) => {
    const path = join(run.folder, `${name} ${kind}`);
    mkdirSync(path);
    return path;
  };
  const folders = { seeds: folder("seeds"), kept: folder("kept"), findings: folder("findings") };
  for (const [index, input] of foundBefore(name).entries()) {
    writeFileSync(join(folders.seeds, `found-${index}`), Buffer.from(input, "base64"));
  }
  return folders;
}

/** Inputs that were wrong once. They are tried first. */
function foundBefore(name: string): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, "found.json"), "utf8");
  return (JSON.parse(text) as Readonly<Record<string, readonly string[]>>)[name] ?? [];
}

async function runProcess(
  run: Run,
  name: string,
  { seeds, kept, findings }: Folders,
  { seconds, inputs }: Size,
): Promise<Fuzzed> {
  const watching = ["--includes", watched, "--timeout", String(slowMs)];
  const limits = [`-runs=${inputs}`, `-max_total_time=${seconds}`];
  const output = ["-print_final_stats=1", `-artifact_prefix=${findings}/`];
  const child = spawn(
    process.execPath,
    [program, entry, kept, seeds, ...watching, "--", ...limits, ...output],
    {
      cwd: repository,
      env: { ...process.env, FUZZ_TARGET: name, FUZZ_SEEDS: seeds },
      stdio: ["ignore", "pipe", "pipe"],
      // Ctrl-C is the run's to hear, and it passes it on.
      detached: true,
    },
  );
  run.stack.defer(() => void child.kill("SIGKILL"));
  const { said, code } = await endOf(child, run.isCutShort);
  const isGood = code === 0 || (run.isCutShort() && readdirSync(findings).length === 0);
  return {
    inputs: Number(/stat::number_of_executed_units:\s*(\d+)/.exec(said)?.[1] ?? 0),
    branches: Number([...said.matchAll(/ cov: (\d+)/g)].at(-1)?.[1] ?? 0),
    finding: isGood ? undefined : findingOf(findings, said),
  };
}

async function endOf(child: ChildProcess, isCutShort: () => boolean) {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-20_000);
    });
  }
  const timer = setInterval(() => isCutShort() && child.kill("SIGINT"), 200);
  const [code] = await once(child, "close");
  clearInterval(timer);
  return { said, code };
}

/** The input in base64: it belongs into `found.json`. */
function findingOf(folder: string, output: string): string {
  const [file] = readdirSync(folder);
  const input = file === undefined ? "none was kept" : readFileSync(join(folder, file)).toString("base64");
  const [, said] = /^(?:==\d+== ?)?((?:Uncaught Exception|ERROR).*?)^(?:MS:|SUMMARY)/ms.exec(output) ?? [];
  return `${said?.trim() ?? output.slice(-2000)}\n      The input, in base64: ${input}`;
}
