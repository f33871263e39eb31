// Which CPU the server gets and which the load generator, so that neither takes the other's time.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Pinning {
  readonly server: number | null;
  readonly generator: number | null;
  readonly note: string;
}

export function choosePinning(): Pinning {
  const [server, generator] = allowedCpus();
  if (server === undefined || generator === undefined) {
    return { server: null, generator: null, note: "not pinned: fewer than two CPUs to choose from" };
  }
  if (spawnSync("taskset", ["--version"]).status !== 0) {
    return { server: null, generator: null, note: "not pinned: taskset (util-linux) is not installed" };
  }
  return { server, generator, note: `server on CPU ${server}, load generator on CPU ${generator}` };
}

/** The command itself, or the same behind `taskset`, which becomes the command and keeps its process id. */
export function pinned(cpu: number | null, command: readonly string[]): readonly string[] {
  return cpu === null ? command : ["taskset", "--cpu-list", String(cpu), ...command];
}

/** Reads the kernel's way of listing CPUs, such as `0-2,5`. */
export function parseCpuList(list: string): number[] {
  return list
    .split(",")
    .filter((part) => part.trim() !== "")
    .flatMap((part) => {
      const [first = Number.NaN, last = first] = part.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

function allowedCpus(): number[] {
  const list = /^Cpus_allowed_list:\s+(\S+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return parseCpuList(list ?? "");
}
