/** From the words of the command line to an exit code. */
import { UsageError } from "../config/config-error.ts";
import { readEnvironment } from "../config/env.ts";
import { nearest } from "../config/nearest.ts";
import { type Command, CommandFailure, usageFailure } from "./command.ts";
import { createTerminal, printable, type Terminal } from "./terminal.ts";
import { version } from "./version.ts";

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Each is loaded when it is asked for and not before: a start loads nothing else. */
const commands: Readonly<Record<string, Entry>> = {
  start: {
    summary: "Start the server.",
    load: async () => (await import("./commands/start.ts")).start,
  },
  explain: {
    summary: "Say why a request failed, by its request id.",
    load: async () => (await import("./commands/explain.ts")).explainCommand,
  },
  token: {
    summary: "Look inside a token, offline.",
    load: async () => (await import("./commands/token.ts")).tokenCommand,
  },
  keys: {
    summary: "List, create and delete the keys that sign API requests.",
    load: async () => (await import("./commands/keys.ts")).keysCommand,
  },
  audit: {
    summary: "Read, verify and prune the log of who changed what.",
    load: async () => (await import("./commands/audit.ts")).auditCommand,
  },
  doctor: {
    summary: "Check keys, clock, disk, database, audit log, public URL and messages, and say what to do.",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand,
  },
  backup: {
    summary: "Write everything to one file, beside a running server.",
    load: async () => (await import("./commands/backup.ts")).backupCommand,
  },
  restore: {
    summary: "Put a backup in a data folder's place.",
    load: async () => (await import("./commands/restore.ts")).restoreCommand,
  },
  reseal: {
    summary: "Seal every secret anew under a new master key.",
    load: async () => (await import("./commands/reseal.ts")).resealCommand,
  },
  migrate: {
    summary: "Move a data folder to PostgreSQL, beside a running server.",
    load: async () => (await import("./commands/migrate.ts")).migrateCommand,
  },
};

export async function runCommandLine(args: readonly string[]): Promise<number> {
  const terminal = createTerminal(readEnvironment());
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    return complain(terminal, error);
  }
}

async function dispatch([name, ...args]: readonly string[], terminal: Terminal): Promise<number> {
  if (name === "help" && args[0] !== undefined) return dispatch([args[0], "--help"], terminal);
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    terminal.print(usage());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-V" || name === "-v" || name === "version") {
    terminal.print(version());
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) throw unknownCommand(name);
  const command = await entry.load();
  if (args.includes("--help") || args.includes("-h")) {
    terminal.print(command.help());
    return 0;
  }
  return command.run(args, terminal);
}

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    "Poolhouse: Amazon Cognito user pools, in your own house.",
    "",
    "poolhouse <command> [flags]",
    "",
    ...lines,
    "",
    "poolhouse <command> --help says more. poolhouse --version says which version this is.",
    "Exit codes: 0 it worked; 1 it did not, and two lines say why and what to do;",
    "2 the command line is wrong.",
  ].join("\n");
}

function unknownCommand(name: string): CommandFailure {
  const known = Object.keys(commands);
  return usageFailure(
    `${JSON.stringify(printable(name))} is not a command.`,
    `The nearest one is ${nearest(name, known)}.`,
    `Known commands: ${known.join(", ")}.`,
  );
}

async function complain(terminal: Terminal, error: unknown): Promise<number> {
  // Loaded late: it knows every adapter's errors, which a good start has no use for.
  const { failureLines } = await import("./failure-lines.ts");
  const lines = failureLines(error);
  const { bad, quiet } = terminal.errorStyle;
  if (lines === undefined) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.complain(
      `${bad("Poolhouse failed.")}\n${stack}\nThis is a fault of the program: please report these lines.`,
    );
    return 1;
  }
  terminal.complain(
    `${bad(printable(lines.what))}\n${printable(lines.why)}\n${quiet(printable(lines.cure))}`,
  );
  if (error instanceof UsageError) return 2;
  return error instanceof CommandFailure ? error.exitCode : 1;
}
