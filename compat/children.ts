/** Every process that is started here is on a list, so that none outlives us. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

const alive = new Set<ChildProcess>();

export interface Child {
  /** Resolves with the exit code; by a signal it is 1. */
  readonly ended: Promise<number>;
  hasEnded(): boolean;
  end(): void;
}

export function start(command: string, args: readonly string[], options: SpawnOptions): Child {
  const child = spawn(command, args, options);
  alive.add(child);
  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", (error) => {
      alive.delete(child);
      reject(error);
    });
    child.on("exit", (code) => {
      alive.delete(child);
      resolve(code ?? 1);
    });
  });
  return { ended, hasEnded: () => !alive.has(child), end: () => child.kill("SIGTERM") };
}

/** To its end, on this terminal. */
export function run(command: string, args: readonly string[], options: SpawnOptions): Promise<number> {
  return start(command, args, { stdio: "inherit", ...options }).ended;
}

export function endAll(): void {
  for (const child of alive) child.kill("SIGTERM");
}
