/** Programs of the examples and of the guide, run as people run them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export const root = join(import.meta.dirname, "..", "..", "..", "..");

export interface Program {
  output(): string;
  /** Resolves when the output has it, or fails when the program ends before. */
  prints(text: RegExp): Promise<void>;
  readonly exited: Promise<number | null>;
}

/** Stopped when the test ends. */
export function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd = root,
): Program {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(command, args, { cwd, env: { PATH, HOME, NO_COLOR: "1", ...env }, stdio: "pipe" });
  let output = "";
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      for (const tell of heard) tell();
    });
  }
  const exited = once(child, "close").then(([code]) => {
    for (const tell of heard) tell();
    return code as number | null;
  });
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await exited;
  });
  return {
    output: () => output,
    exited,
    prints: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (text.test(output)) resolve();
          else if (child.exitCode !== null) reject(new Error(`it ended without ${text}:\n${output}`));
        };
        heard.add(look);
        look();
      }),
  };
}
