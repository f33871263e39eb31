import { parseArgs } from "node:util";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";

export interface Options {
  readonly chosen: readonly Scenario[];
  /** Instead of each scenario's own. */
  readonly count: number | undefined;
  readonly minutes: number | undefined;
  readonly isShort: boolean;
}

/** Null when help was asked for. Throws what to tell whoever typed it. */
export function parseOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: "boolean", short: "h", default: false },
      only: { type: "string", multiple: true, default: [] },
      count: { type: "string" },
      minutes: { type: "string" },
      short: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  return {
    chosen: choose(values.only.flatMap((list) => list.split(",")).map((name) => name.trim())),
    count: positive("--count", values.count),
    minutes: positive("--minutes", values.minutes),
    isShort: values.short,
  };
}

export function helpText(): string {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  const lines = scenarios.map(
    ({ name, summary, unit, long }) =>
      `  ${name.padEnd(width)}  ${summary}\n  ${" ".repeat(width)}  ${long.count.toLocaleString("en")} ${unit}, or ${long.minutes} minutes`,
  );
  return `Usage: npm run reliability -- [options]

Breaks what can break under a running Poolhouse, and looks whether it kept its promises. Over loopback only; it ends every
process that it started and deletes its temporary folders. The short forms of the same run in npm test.

  --only NAME,…   only these
  --count N       so many rounds, races, … of each, instead of its own
  --minutes N     so many minutes for each at most, instead of its own; a round that has begun is finished
  --short         as npm test does it
  --help          this text

${lines.join("\n")}

Progress goes to standard error, what came of each to standard output when it is over.
Ctrl-C finishes what has begun and says what came of it; a second one stops at once.
Exit codes: 0 every promise was kept; 1 one was broken, or a scenario failed; 2 the command line is wrong.

Examples:
  npm run reliability -- --only kill --count 50
  npm run reliability -- --only fuzz --minutes 1
`;
}

function choose(names: readonly string[]): readonly Scenario[] {
  const known = scenarios.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`--only does not know ${unknown.join(", ")}. It knows: ${known.join(", ")}`);
  return names.length === 0 ? scenarios : scenarios.filter(({ name }) => names.includes(name));
}

function positive(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${flag} must be a number greater than 0.`);
  return value;
}
