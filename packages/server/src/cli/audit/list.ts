/** `poolhouse audit`: the records of a time, as lines or as JSON. */
import type { AuditChange, AuditRecord, Chain } from "../../core/audit/audit-record.ts";
import type { World } from "../../core/ports.ts";
import { readArguments } from "../arguments.ts";
import { columns } from "../columns.ts";
import { usageFailure } from "../command.ts";
import { withData } from "../open-data.ts";
import { printable, type Terminal } from "../terminal.ts";
import { nameOfChain, wantedChains } from "./chains.ts";
import { parseWhen } from "./when.ts";

export async function listAudit(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(args, {
    command: "poolhouse audit",
    switches: ["json"],
    values: ["data", "pool", "since", "limit"],
    words: [],
  });
  const limit = parseLimit(given.value("limit") ?? "1000");
  await withData(given.value("data"), terminal.environment, async ({ world }) => {
    const since = parseWhen("since", given.value("since") ?? "24h", world.clock.now());
    const records: AuditRecord[] = [];
    let isCut = false;
    for (const chain of await wantedChains(world, given.value("pool"))) {
      const some = await recordsOf(world, chain, since, limit + 1);
      isCut ||= some.length > limit;
      records.push(...some.slice(0, limit));
    }
    records.sort((one, other) => one.at - other.at);
    const say = given.has("json") ? asJson : asLines;
    if (records.length > 0) terminal.print(say(records));
    else if (!given.has("json")) terminal.print("Nothing was changed in that time.");
    if (isCut) terminal.complain("There are later records: raise --limit, or begin later with --since.");
  });
  return 0;
}

const pageSize = 500;

async function recordsOf(
  world: World,
  chain: Chain,
  since: number,
  limit: number,
): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  while (records.length < limit) {
    const page = { limit: Math.min(pageSize, limit - records.length), after: records.at(-1)?.recordId };
    const some = await world.store.read.audit.listRecords(chain, since, page);
    records.push(...some);
    if (some.length < page.limit) break;
  }
  return records;
}

function asJson(records: readonly AuditRecord[]): string {
  return records.map((record) => JSON.stringify(toJson(record))).join("\n");
}

function toJson({ chain, at, recordId, requestId, source, actor, action, changes }: AuditRecord): object {
  return {
    at: new Date(at).toISOString(),
    pool: nameOfChain(chain),
    actor,
    action,
    changes,
    source: source ?? null,
    requestId: requestId ?? null,
    recordId,
  };
}

function asLines(records: readonly AuditRecord[]): string {
  const rows = records.flatMap((record) =>
    record.changes.map((change) => [
      new Date(record.at).toISOString(),
      nameOfChain(record.chain),
      printable(`${record.actor.kind} ${record.actor.id}`.trim()),
      printable(record.action),
      printable(wordsOf(change)),
    ]),
  );
  return columns([["When", "Pool", "Who", "Did", "What"], ...rows], "");
}

function wordsOf({ what, on, outcome }: AuditChange): string {
  return outcome === undefined ? `${what}: ${on}` : `${what}: ${on}: ${outcome}`;
}

function parseLimit(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw usageFailure(
    `--limit ${JSON.stringify(text)} is no number of records.`,
    "It is a whole number from 1 to 9999999.",
    "For example: --limit 1000",
  );
}
