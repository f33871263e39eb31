/** The compiled command line as people run it: a process of its own, spoken to by words, signals and the network. */
import { type ChildProcess, execFileSync, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Quickstart } from "../../src/dev/quickstart-file.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const program = join(root, "packages", "server", "dist", "cli", "main.js");

/** For `beforeAll`. The launcher compiles what changed, one run at a time. */
export function buildCli(): void {
  execFileSync(process.execPath, [join(root, "tools", "run.mjs"), "build"], { stdio: "pipe" });
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; a pipe that ends at once otherwise. */
  readonly input?: string;
  /** Nobody reads standard output, as after `| head`. */
  readonly isUnread?: boolean;
}

export async function poolhouse(
  args: readonly string[],
  { env = {}, input = "", isUnread = false }: RunOptions = {},
): Promise<Finished> {
  const child = launch(args, env);
  if (isUnread) child.stdout?.destroy();
  const output = collect(child);
  child.stdin?.end(input);
  const [code] = await once(child, "close");
  return { code, ...output() };
}

/** A command that goes on meanwhile, to be interrupted. It is killed when the test ends. */
export function launchPoolhouse(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = launch(args, env);
  const output = collect(child);
  child.stdin?.end();
  const finished = once(child, "close").then(([code]): Finished => ({ code, ...output() }));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await finished;
  });
  return { finished, stdout: () => output().stdout, kill: () => child.kill("SIGKILL") };
}

export interface StartedCli {
  /** Where the first lines of the output say it is. */
  readonly url: string;
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  signal(name: NodeJS.Signals): void;
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  stop(): Promise<number | null>;
}

export interface StartOptions {
  /** A file for standard error, which is then not collected. */
  readonly log?: string;
  /** Standard error is a pipe that nobody reads. */
  readonly isLogUnread?: boolean;
}

/** `poolhouse start`, ready. It is stopped when the test ends. */
export async function startCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { log, isLogUnread = false }: StartOptions = {},
): Promise<StartedCli> {
  const child = launch(["start", "--port", "0", ...args], env, log);
  const output = collect(child, isLogUnread ? null : child.stderr);
  const exited = once(child, isLogUnread ? "exit" : "close").then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  await Promise.race([untilPrinted(child, output), exited]);
  const url =
    /Endpoint\s+(\S+)/.exec(output().stdout)?.[1] ?? /"endpoint":"([^"]+)"/.exec(output().stdout)?.[1];
  if (url === undefined) throw new Error(`it did not start:\n${output().stderr}`);
  return {
    url,
    pid: child.pid ?? 0,
    stdout: () => output().stdout,
    stderr: () => output().stderr,
    signal: (name) => child.kill(name),
    exited,
    stop() {
      child.kill("SIGINT");
      return exited;
    },
  };
}

/** A folder that goes when the test ends. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function quickstartOf(folder: string): Quickstart {
  return JSON.parse(readFileSync(join(folder, "quickstart.json"), "utf8"));
}

function launch(args: readonly string[], env: Readonly<Record<string, string>>, log?: string): ChildProcess {
  const { PATH = "", HOME = "" } = process.env;
  const file = log === undefined ? undefined : openSync(log, "w");
  const stdio: StdioOptions = ["pipe", "pipe", file ?? "pipe"];
  const child = spawn(process.execPath, [program, ...args], { env: { PATH, HOME, ...env }, stdio });
  if (file !== undefined) closeSync(file);
  return child;
}

function collect(
  child: ChildProcess,
  errors: ChildProcess["stderr"] = child.stderr,
): () => { stdout: string; stderr: string } {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  errors?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return () => ({ stdout, stderr });
}

/** The screen is one write, and its last line is the last. */
async function untilPrinted(child: ChildProcess, output: () => { stdout: string }): Promise<void> {
  while (!/Ctrl-C stops it\.|^\{.*\}$/m.test(output().stdout)) {
    if (child.stdout === null) throw new Error("its output is not piped");
    await once(child.stdout, "data");
  }
}
