import { parseArgs } from "node:util";
import { WORKLOAD_KINDS } from "./workloads.ts";

export interface Options {
  readonly short: boolean;
  readonly servers: readonly string[];
  readonly measurements: readonly string[];
  readonly jsonFile: string | null;
}

/** What can be measured besides the workloads, by the names `--only` takes. */
const OTHER_MEASUREMENTS = ["start", "storm", "store", "day"];
export const MEASUREMENTS: readonly string[] = [
  ...WORKLOAD_KINDS.map(({ figure }) => figure),
  ...OTHER_MEASUREMENTS,
];

/** Reads the command line; null when help was asked for. Throws what to tell the user when it cannot be read. */
export function parseOptions(
  args: readonly string[],
  serverNames: readonly string[],
  variantNames: readonly string[] = [],
): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: "boolean", short: "h", default: false },
      short: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      json: { type: "string" },
    },
  });
  if (values.help) return null;
  const only = values.only.flatMap((list) => list.split(",")).map((name) => name.trim());
  const names = [...serverNames, ...variantNames, ...MEASUREMENTS];
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const known = names.join(", ");
    throw new Error(`--only does not know ${unknown.join(", ")}. It knows: ${known}`);
  }
  return {
    short: values.short,
    servers: only.some((name) => variantNames.includes(name))
      ? [...serverNames, ...variantNames].filter((name) => only.includes(name))
      : chosen(only, serverNames),
    measurements: chosen(only, MEASUREMENTS),
    jsonFile: values.json ?? null,
  };
}

export function helpText(serverNames: readonly string[], variantNames: readonly string[] = []): string {
  return `Usage: npm run bench -- [options]

Measures Poolhouse and its peers side by side, in rounds, on this machine, over loopback only.
Needs Linux (it reads /proc) and a built Poolhouse (npm run build). A full run takes about 7 minutes.

  --short            two quick rounds, about 2 minutes: to see that all works, not to quote
  --only NAME,…      only these servers or measurements
                       servers:      ${serverNames.join(", ")}
                       measurements: ${MEASUREMENTS.join(", ")}
                       other forms of Poolhouse, only where they are named:
                         ${variantNames.join(", ")}
  --json FILE        also writes machine, figures and goals to a file
  --help             this text

Standard output gets one JSON line per figure; progress, the table and the goals go to standard error.
Exit codes: 0 all was measured, goals met or not; 1 a server did not run or a measurement is invalid;
2 the command line is wrong; 130 stopped by Ctrl-C (everything it started is ended).

Examples:
  npm run bench -- --short
  npm run bench -- --only poolhouse,cognito-local,refresh_token_auth
  npm run bench -- --only poolhouse,poolhouse-postgres,client_credentials,refresh
  npm run bench -- --only poolhouse-1k,poolhouse-1m,refresh
  npm run bench -- --json figures.json > figures.jsonl
`;
}

/** Naming none of a kind means all of it. */
function chosen(only: readonly string[], names: readonly string[]): readonly string[] {
  const named = names.filter((name) => only.includes(name));
  return named.length === 0 ? names : named;
}
