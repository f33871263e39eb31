/** `poolhouse audit prune`: removes the oldest segments of the audit log. */
import type { Chain, Trail } from "../../core/audit/audit-record.ts";
import { AuditNotSound, type Pruned, pruneChain } from "../../core/audit/prune.ts";
import { readArguments } from "../arguments.ts";
import { CommandFailure, usageFailure } from "../command.ts";
import { withData } from "../open-data.ts";
import type { Terminal } from "../terminal.ts";
import { nameOfChain, wantedChains } from "./chains.ts";
import { parseWhen } from "./when.ts";

export async function pruneAudit(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(args, {
    command: "poolhouse audit prune",
    switches: ["json"],
    values: ["data", "pool", "before"],
    words: [],
  });
  const text = given.value("before");
  if (text === undefined) {
    throw usageFailure(
      "--before is missing.",
      "Nothing of an audit log is removed by default.",
      "For example: poolhouse audit prune --before 400d",
    );
  }
  await withData(given.value("data"), terminal.environment, async ({ world }) => {
    const before = parseWhen("before", text, world.clock.now());
    const trail: Trail = {
      actor: world.self,
      action: "audit prune",
      requestId: undefined,
      source: undefined,
    };
    for (const chain of await wantedChains(world, given.value("pool"))) {
      const pruned = await pruneChain(world, chain, before, trail).catch((error) => refuse(chain, error));
      terminal.print(given.has("json") ? jsonOf(chain, pruned) : lineOf(chain, pruned));
    }
  });
  return 0;
}

function lineOf(chain: Chain, { records, segments }: Pruned): string {
  return `${nameOfChain(chain)}: ${records} records in ${segments} segments were removed.`;
}

function jsonOf(chain: Chain, pruned: Pruned): string {
  return JSON.stringify({ pool: nameOfChain(chain), ...pruned });
}

function refuse(chain: Chain, error: unknown): never {
  if (!(error instanceof AuditNotSound)) throw error;
  throw new CommandFailure(
    `Nothing of the audit log of ${nameOfChain(chain)} was removed.`,
    `It is not as it was written: ${error.findings[0]}.`,
    "See all of it: poolhouse audit verify",
    { cause: error },
  );
}
