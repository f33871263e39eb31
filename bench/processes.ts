// Every process the benchmark starts is started here and kept on a list, so that none outlives the benchmark.
// Each leads a process group of its own: what it starts itself ends with it, and Ctrl-C reaches it only through us.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pinned } from "./pinning.ts";

const GRACE_MS = 3_000;
const alive = new Set<ChildProcess>();

export interface ServerProcess {
  readonly pid: number;
  /** When it was spawned, on the clock of `performance.now()`. */
  readonly spawnedAt: number;
  /** Settles when the process has ended, whoever ended it. */
  readonly exited: Promise<string>;
  hasExited(): boolean;
  stop(): Promise<void>;
}

export interface ServerCommand {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly cpu: number | null;
}

/** Starts a server whose output goes to a log file, and does not wait for it. */
export function startServer({ command, cwd, env, logFile, cpu }: ServerCommand): ServerProcess {
  const log = openSync(logFile, "a");
  const spawnedAt = performance.now();
  const child = start(pinned(cpu, command), {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const exited = ending(child);
  return {
    pid: child.pid ?? fail(`${command[0]} could not be started`),
    spawnedAt,
    exited,
    hasExited: () => !alive.has(child),
    async stop() {
      signal(child, "SIGTERM");
      const timer = setTimeout(() => signal(child, "SIGKILL"), GRACE_MS);
      await exited;
      clearTimeout(timer);
      // What it started itself and left behind.
      signal(child, "SIGKILL");
    },
  };
}

/** Runs one of our own scripts to its end: `input` goes in as JSON, the JSON it prints comes out. */
export async function runScript(script: string, input: unknown, cpu: number | null): Promise<unknown> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = start(pinned(cpu, [process.execPath, path]), { stdio: ["pipe", "pipe", "inherit"] });
  const output: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => output.push(chunk));
  // A script that has ended early closes its input; what matters is then how it ended.
  child.stdin?.on("error", () => {});
  child.stdin?.end(JSON.stringify(input));
  const result = await ending(child);
  if (result !== "code 0") throw new Error(`${script} ended with ${result}`);
  return JSON.parse(Buffer.concat(output).toString());
}

/** Ends whatever is still running, at once. */
export function killAll(): void {
  for (const child of alive) signal(child, "SIGKILL");
  alive.clear();
}

function start(command: readonly string[], options: Parameters<typeof spawn>[2]): ChildProcess {
  const [file = "", ...args] = command;
  const child = spawn(file, args, { ...options, detached: true });
  alive.add(child);
  return child;
}

function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => finish(error.message));
    child.once("close", (code, by) => finish(by === null ? `code ${code}` : `signal ${by}`));
    function finish(how: string): void {
      alive.delete(child);
      resolve(how);
    }
  });
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // It has ended by itself.
  }
}

function fail(message: string): never {
  throw new Error(message);
}
