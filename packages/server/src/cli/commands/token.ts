/** `poolhouse token inspect`: what a token is, says, and lacks. The token leaves this process on the screen only. */
import { type Expectation, inspectToken } from "@poolhouse/client/inspect";
import { type Arguments, readArguments } from "../arguments.ts";
import { type Command, usageFailure } from "../command.ts";
import type { Terminal } from "../terminal.ts";
import { findKeys } from "../token-keys.ts";
import { renderReport } from "../token-report.ts";

const help = `poolhouse token inspect <token> | - [flags]

Says what kind of token it is, what stands in it, how long it lives, and what
is wrong with it. Offline: the token is sent nowhere. With - (or without a
word, in a pipe) it is read from standard input, where no history keeps it.

The signature is checked with the keys of
  --issuer <url>         this issuer, fetched over https or loopback; it must
                         also be the token's own
  --jwks <file or url>   this key set
  --data <folder>        the data folder, when it has the token's pool
                         [POOLHOUSE_DATA]

  --as <access|id>       Also say whether it can be used as this
  --client <id>          Also say whether it was issued to this client
  --json                 Print JSON

Exit code 0: nothing wrong was found. 1: something is. 2: wrong usage.`;

export const tokenCommand: Command = {
  help: () => help,
  async run([name, ...args], terminal) {
    if (name !== "inspect") {
      throw usageFailure(
        "token was not told what to do.",
        "It knows inspect.",
        "See: poolhouse token --help",
      );
    }
    const given = readArguments(args, {
      command: "poolhouse token inspect",
      switches: ["json"],
      values: ["issuer", "jwks", "data", "as", "client"],
      words: ["token"],
      isLastOptional: true,
    });
    const expect = expectationOf(given);
    const token = await readToken(given, terminal);
    const now = Date.now();
    const first = await inspectToken(token, { now, expect });
    const found = await findKeys(given, first.issuer, terminal.environment);
    const report =
      found.keys === undefined ? first : await inspectToken(token, { now, expect, keys: found.keys });
    const notes = [...report.notes, ...found.notes];
    terminal.print(
      given.has("json")
        ? JSON.stringify({ ...report, notes, keysFrom: found.from ?? null }, undefined, 2)
        : renderReport({ ...report, notes }, found.from, terminal.style),
    );
    return report.problems.length === 0 ? 0 : 1;
  },
};

function expectationOf(given: Arguments): Expectation {
  const use = given.value("as");
  if (use !== undefined && use !== "access" && use !== "id") {
    throw usageFailure(
      `--as ${use} is not known.`,
      "A token is used as access or as id.",
      "Give --as access.",
    );
  }
  return { use, issuer: given.value("issuer"), clientId: given.value("client") };
}

async function readToken(given: Arguments, { readInput }: Terminal): Promise<string> {
  const [word] = given.words;
  if (word !== undefined && word !== "-") return word;
  const input = await readInput();
  if (input !== undefined && input.trim() !== "") return input;
  throw usageFailure(
    "The token is missing.",
    "There was none on the command line and none on standard input.",
    "For example: pbpaste | poolhouse token inspect -",
  );
}
