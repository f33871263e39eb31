/**
 * The command line. `main.ts` picks the command and turns what it throws into three lines; each command is one file in
 * `commands/`, loaded only when it is asked for. Commands other than `start` open the data themselves and may do so
 * beside a running server.
 *
 * This file is what a command is.
 */
import type { Terminal } from "./terminal.ts";

export interface Command {
  /** What `--help` prints. */
  help(): string;
  /** Resolves with the exit code. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/** Why a command did not do it: one line what, one line why, one line what to do. */
export class CommandFailure extends Error {
  readonly what: string;
  readonly why: string;
  readonly cure: string;
  /** 1: it did not work. 2: the command line is wrong. */
  readonly exitCode: number;

  constructor(what: string, why: string, cure: string, options: ErrorOptions & { exitCode?: number } = {}) {
    super(`${what}\n${why}\n${cure}`, options);
    this.name = "CommandFailure";
    this.what = what;
    this.why = why;
    this.cure = cure;
    this.exitCode = options.exitCode ?? 1;
  }
}

export function usageFailure(
  what: string,
  why: string,
  cure: string,
  options: ErrorOptions = {},
): CommandFailure {
  return new CommandFailure(what, why, cure, { ...options, exitCode: 2 });
}
