/** A command's own flags and words, or a usage failure that says which are known. */
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { type CommandFailure, usageFailure } from "./command.ts";

export interface ArgumentRules {
  /** For the failure: `poolhouse explain`. */
  readonly command: string;
  /** Flags that are there or not. */
  readonly switches: readonly string[];
  /** Flags with a value. */
  readonly values: readonly string[];
  /** What the words mean, in order: `["request id"]`. The last may be left out where `isLastOptional`. */
  readonly words: readonly string[];
  readonly isLastOptional?: boolean;
}

export interface Arguments {
  has(flag: string): boolean;
  value(flag: string): string | undefined;
  readonly words: readonly string[];
}

export function readArguments(args: readonly string[], rules: ArgumentRules): Arguments {
  const { switches, values, words: wanted, isLastOptional = false } = rules;
  const parsed = parse(args, rules);
  const given = parsed.positionals;
  const needed = wanted.length - (isLastOptional ? 1 : 0);
  const missing = wanted[given.length];
  if (given.length < needed && missing !== undefined) {
    throw refuse(rules, `The ${missing} is missing.`, `${rules.command} needs it.`);
  }
  if (given.length > wanted.length) {
    throw refuse(
      rules,
      `"${given[wanted.length]}" was not expected.`,
      `${rules.command} takes ${wanted.length === 0 ? "no word" : `the ${wanted.join(", the ")} and no other word`}.`,
    );
  }
  return {
    has: (flag) => switches.includes(flag) && parsed.values[flag] === true,
    value(flag) {
      const value = values.includes(flag) ? parsed.values[flag] : undefined;
      return typeof value === "string" ? value : undefined;
    },
    words: given,
  };
}

function parse(args: readonly string[], rules: ArgumentRules): Parsed {
  const { switches, values } = rules;
  const options: ParseArgsOptionsConfig = {};
  for (const name of switches) options[name] = { type: "boolean" };
  for (const name of values) options[name] = { type: "string" };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    // The parser's first sentence names the flag; the rest is advice for programmers.
    const [sentence = ""] = (error instanceof Error ? error.message : "").split(/\. |\n/);
    const known = [...switches, ...values].map((name) => `--${name}`).join(", ");
    throw refuse(rules, `${sentence.replace(/\.$/, "")}.`, `${rules.command} knows ${known}.`);
  }
}

interface Parsed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

function refuse({ command }: ArgumentRules, what: string, why: string): CommandFailure {
  return usageFailure(what, why, `See: ${command} --help`);
}
