// Prepares each server once, on an empty data folder. Every later start gets a copy of that folder, so that all
// rounds begin alike, on data that is already there.
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { flawOfFirstAnswer } from "./first-token.ts";
import type { Pinning } from "./pinning.ts";
import type { RunningServer, ServerAdapter } from "./servers/adapter.ts";
import { findFreePort } from "./servers/listening.ts";
import { WORKLOAD_KINDS, type Workloads } from "./workloads.ts";

const LOG_LINES = 6;

export interface Contestant {
  readonly adapter: ServerAdapter;
  readonly workloads: Workloads;
  /** Workloads that did not succeed and are left out, with the reason, by the names of their figures. */
  readonly flaws: ReadonlyMap<string, string>;
  /** Starts it on a fresh copy of its data. */
  start(): Promise<RunningServer>;
}

export async function prepareContestant(adapter: ServerAdapter, folder: string, { server: cpu }: Pinning) {
  const prepared = join(folder, adapter.name, "prepared");
  const dataFolder = join(folder, adapter.name, "data");
  const port = await findFreePort();
  const isLarge = adapter.variant?.isLarge ?? false;
  mkdirSync(dataFolder, { recursive: true });
  try {
    const { workloads, flaws } = await setUp(await adapter.start({ dataFolder, port, cpu }));
    if (!isLarge) cpSync(dataFolder, prepared, { recursive: true });
    return { adapter, workloads, flaws, start } satisfies Contestant;
  } catch (cause) {
    throw new Error(`${message(cause)}${endOfLog(join(dataFolder, "server.log"))}`, { cause });
  }

  async function setUp(server: RunningServer) {
    try {
      return await tryOut(server.url, await adapter.prepare(server, dataFolder));
    } finally {
      await server.stop();
    }
  }

  async function start(): Promise<RunningServer> {
    if (!isLarge) {
      rmSync(dataFolder, { recursive: true, force: true });
      cpSync(prepared, dataFolder, { recursive: true });
    }
    return adapter.start({ dataFolder, port, cpu });
  }
}

/** One request of each kind, so that nothing is measured that does not work. */
async function tryOut(url: string, offered: Workloads): Promise<Pick<Contestant, "workloads" | "flaws">> {
  const workloads: Workloads = {};
  const flaws = new Map<string, string>();
  for (const { name, figure } of WORKLOAD_KINDS) {
    const workload = offered[name];
    if (workload === undefined) continue;
    const flaw = await flawOfFirstAnswer(url, workload);
    if (flaw === null) workloads[name] = workload;
    else flaws.set(figure, flaw);
  }
  return { workloads, flaws };
}

function endOfLog(file: string): string {
  try {
    const lines = readFileSync(file, "utf8").trimEnd().split("\n").slice(-LOG_LINES);
    return lines.join("") === "" ? "" : `\n    its last lines:\n    ${lines.join("\n    ")}`;
  } catch {
    return "";
  }
}

function message(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
