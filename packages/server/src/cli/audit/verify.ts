/** `poolhouse audit verify`: is the audit log as it was written? */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Checkpoint } from "../../core/audit/audit-record.ts";
import { type AuditCheck, checkAudit } from "../../core/audit/check-audit.ts";
import type { ChainReport } from "../../core/audit/verify.ts";
import { readArguments } from "../arguments.ts";
import { CommandFailure } from "../command.ts";
import { withData } from "../open-data.ts";
import type { Style, Terminal } from "../terminal.ts";
import { nameOfChain } from "./chains.ts";

/** Exit code 1 where something was found. */
export async function verifyAuditLog(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(args, {
    command: "poolhouse audit verify",
    switches: ["json"],
    values: ["data", "against"],
    words: [],
  });
  const file = given.value("against");
  const kept = file === undefined ? undefined : readKept(file);
  const asText = !given.has("json");
  const check = await withData(given.value("data"), terminal.environment, ({ world }) =>
    checkAudit(world, kept, (report) => asText && terminal.print(lineOf(report, terminal.style))),
  );
  terminal.print(asText ? conclusion(check) : JSON.stringify(toJson(check)));
  return check.isSound ? 0 : 1;
}

function lineOf(report: ChainReport, style: Style): string {
  const { chain, records, waiting, last, findings } = report;
  const until = last === undefined ? "" : `, up to segment ${last.number}`;
  const size = `${counted(records, "record")}${until}${waiting === 0 ? "" : `, ${waiting} waiting to be linked`}`;
  const verdict = findings.length === 0 ? style.good("as written") : style.bad("NOT as written");
  return [`${nameOfChain(chain)}: ${verdict} (${size})`, ...findings.map((each) => `  ${each}`)].join("\n");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function conclusion({ isSound, records, chains }: AuditCheck): string {
  if (isSound)
    return `Everything is as it was written: ${counted(records, "record")} of ${counted(chains.length, "chain")}.`;
  return "Somebody changed the audit log other than by writing to it. Keep this database as it is, and compare it with a backup.";
}

function toJson({ isSound, chains }: AuditCheck): object {
  const ends = chains.map(({ chain, ...report }) => ({ pool: nameOfChain(chain), ...report }));
  return { isSound, chains: ends };
}

const keptReport = z.object({
  chains: z.array(
    z.object({
      pool: z.string(),
      last: z.object({ number: z.number(), mac: z.string() }).optional(),
    }),
  ),
});

function readKept(file: string): ReadonlyMap<string, Checkpoint> {
  try {
    const { chains } = keptReport.parse(JSON.parse(readFileSync(file, "utf8")));
    return new Map(
      chains.flatMap(({ pool, last }) =>
        last === undefined ? [] : [[pool === "house" ? "" : pool, last] as const],
      ),
    );
  } catch (error) {
    throw unusable(file, error);
  }
}

function unusable(file: string, cause: unknown): CommandFailure {
  return new CommandFailure(
    `${file} cannot be used.`,
    "It is missing, or is not what poolhouse audit verify --json prints.",
    "Keep its output: poolhouse audit verify --json > audit-ends.json",
    { cause },
  );
}
