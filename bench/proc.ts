// What Linux tells about a process under /proc: CPU time, parent and resident memory.
// /proc/<pid>/stat already covers all threads of a process; its children are found and added.
import { readdirSync, readFileSync } from "node:fs";

// USER_HZ: the kernel's unit in /proc, 100 on every architecture Node runs on, whatever its real timer does.
const TICKS_PER_SECOND = 100;

export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly cpuSeconds: number;
}

/** Reads one line of /proc/<pid>/stat (proc(5)); the command in parentheses may itself hold spaces and parentheses. */
export function parseStat(line: string): ProcessStat {
  const close = line.lastIndexOf(")");
  const fields = line.slice(close + 2).split(" ");
  // Fields 4, 14 and 15 of proc(5), which counts from 1; `fields` begins with number 3.
  const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
  const pid = Number.parseInt(line, 10);
  if (close < 0 || parent === undefined || user === undefined || system === undefined) throw unreadable(line);
  const cpuSeconds = (user + system) / TICKS_PER_SECOND;
  if (![pid, parent, cpuSeconds].every(Number.isFinite)) throw unreadable(line);
  return { pid, parent, cpuSeconds };
}

/** Reads VmRSS from /proc/<pid>/status, in MB of 1,000,000 bytes; a process that has ended has none. */
export function parseResidentMb(status: string): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? 0 : (Number(kibibytes) * 1024) / 1_000_000;
}

/** The root and everything it started, directly or not. */
export function descendants(root: number, processes: readonly ProcessStat[]): number[] {
  const family = [root];
  for (const member of family) {
    for (const { pid, parent } of processes) if (parent === member && !family.includes(pid)) family.push(pid);
  }
  return family;
}

export function processFamily(root: number): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return descendants(
    root,
    pids.map(readStat).filter((stat) => stat !== null),
  );
}

export function cpuSecondsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (readStat(pid)?.cpuSeconds ?? 0), 0);
}

export function residentMbOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + parseResidentMb(readProc(pid, "status") ?? ""), 0);
}

function readStat(pid: number | string): ProcessStat | null {
  const line = readProc(pid, "stat");
  return line === null ? null : parseStat(line);
}

/** Null for a process that ended between being listed and being read. */
function readProc(pid: number | string, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return null;
  }
}

function unreadable(line: string): Error {
  return new Error(`this is not a line of /proc/<pid>/stat: ${line.slice(0, 120)}`);
}
