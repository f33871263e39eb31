/** The command line as flag → text, or an error that names the flag that was probably meant. */
import { parseArgs } from "node:util";
import { nameOf, UsageError } from "./config-error.ts";
import { nearest } from "./nearest.ts";
import { allOptions, type Option } from "./options.ts";

const flagged = allOptions.filter(({ flag }) => flag !== undefined);

export function parseFlags(args: readonly string[]): ReadonlyMap<string, string> {
  const types = flagged.map(({ flag = "", placeholder }) => {
    return [flag, { type: placeholder === undefined ? "boolean" : "string" }] as const;
  });
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types),
    // The parser's own refusals know neither our settings nor what to do: the tokens are judged below.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const flags = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === "positional") throw unexpected(token.value);
    if (token.kind === "option") flags.set(token.name, textOf(token));
  }
  return flags;
}

interface FlagToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function textOf({ name, rawName, value, inlineValue }: FlagToken): string {
  const option = flagged.find(({ flag }) => flag === name);
  if (option === undefined || !rawName.startsWith("--")) throw unknownFlag(rawName);
  if (option.placeholder === undefined) {
    if (value === undefined) return "on";
    throw new UsageError(
      `--${name} was given a value.`,
      "It is a switch: being there turns it on.",
      option.cure,
    );
  }
  // `--port --dev`: the next flag is not the value that was forgotten. `--data=-x` says that it is, and -1 is no flag.
  if (value === undefined || (inlineValue !== true && /^-(?!\d)/.test(value))) {
    throw new UsageError(
      `${nameOf(option)} was given no value.`,
      `It needs a <${option.placeholder}>.`,
      option.cure,
    );
  }
  return value;
}

function unknownFlag(rawName: string): UsageError {
  const what = `${rawName} is not a flag.`;
  const envOnly = allOptions.find((option) => option.flag === undefined && rawName === flagOf(option));
  if (envOnly !== undefined) {
    return new UsageError(what, `That setting comes from the environment only.`, `Set ${envOnly.env}.`);
  }
  const known = flagged.map(({ flag }) => `--${flag}`);
  const why = `The nearest one is ${nearest(rawName, known)}.`;
  return new UsageError(what, why, `Known flags: ${known.join(", ")}.`);
}

/** The flag a setting would have, if it had one. */
function flagOf({ env = "" }: Option<unknown>): string {
  return `--${env.replace("POOLHOUSE_", "").toLowerCase().replaceAll("_", "-")}`;
}

function unexpected(argument: string): UsageError {
  const why = "Settings are given as flags, each with two dashes.";
  return new UsageError(`"${argument}" was not expected.`, why, "For example: --port 7665");
}
