// What the machine itself can do, by figures of its own, and what a kind of work costs over the arithmetic that nobody
// can spare it.
import type { Figures } from "./figures.ts";
import { median } from "./statistics.ts";
import { type Arithmetic, WORKLOAD_KINDS } from "./workloads.ts";

export const MACHINE = "machine";
/** C. */
export const CEILING = "ceiling.per_cpu_s";

export type Work = keyof Arithmetic;

const WORKS: readonly Work[] = ["signature", "power", "hash"];

export const FIGURE_OF: Readonly<Record<Work, string>> = {
  signature: CEILING,
  power: "power.per_cpu_s",
  hash: "argon2id.per_cpu_s",
};

/** Signatures always; the rest for the kinds of work that consist of it. */
export function arithmeticOf(measurements: readonly string[]): readonly Work[] {
  const kinds = WORKLOAD_KINDS.filter(({ figure }) => measurements.includes(figure));
  return WORKS.filter(
    (work) => work === "signature" || kinds.some(({ arithmetic }) => arithmetic?.[work] !== undefined),
  );
}

/** CPU time of one request over that of its arithmetic in the same round: the median over rounds. */
export function overArithmetic(
  figures: Figures,
  { figure, server }: { readonly figure: string; readonly server: string },
  arithmetic: Arithmetic,
): number | null {
  const ratios = [...figures.values(`${figure}.per_cpu_s`, server)].flatMap(([round, perCpuSecond]) => {
    const needed = secondsOf(figures, arithmetic, round);
    return needed === null ? [] : [1 / perCpuSecond / needed];
  });
  return ratios.length === 0 ? null : median(ratios);
}

/** Null where a part of it was not measured. */
function secondsOf(figures: Figures, arithmetic: Arithmetic, round: number): number | null {
  let seconds = 0;
  for (const work of WORKS) {
    const count = arithmetic[work] ?? 0;
    const rate = figures.values(FIGURE_OF[work], MACHINE).get(round);
    if (count > 0 && rate === undefined) return null;
    if (rate !== undefined) seconds += count / rate;
  }
  return seconds;
}
