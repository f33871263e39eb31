// The end of a run, for people: a table of medians with their spread, and the goals.
import { CEILING, FIGURE_OF, MACHINE } from "./arithmetic.ts";
import type { Figures } from "./figures.ts";
import type { Goal } from "./goals.ts";
import { WORKLOAD_KINDS } from "./workloads.ts";

const OF_WORKLOADS = WORKLOAD_KINDS.flatMap(({ figure, label }) => [
  { figure: `${figure}.per_cpu_s`, label: `${label}, 1/cpu-s` },
  { figure: `${figure}.of_ceiling`, label: `${label}, of C` },
  { figure: `${figure}.over_arithmetic`, label: `${label}, over its arithmetic` },
  { figure: `${figure}.per_s`, label: `${label}, 1/s` },
  { figure: `${figure}.p50`, label: `${label}, p50 ms` },
  { figure: `${figure}.p99`, label: `${label}, p99 ms` },
]);

const ROWS = [
  ...OF_WORKLOADS,
  { figure: "refresh_in_storm.p50", label: "refresh in a login storm, p50 ms" },
  { figure: "refresh_in_storm.p99", label: "refresh in a login storm, p99 ms" },
  { figure: "storm.per_s", label: "sign-ins of that storm, 1/s" },
  { figure: "day.rate", label: "mixed day, requests 1/s" },
  { figure: "day.refresh.p50", label: "mixed day, refresh p50 ms" },
  { figure: "day.refresh.p99", label: "mixed day, refresh p99 ms" },
  { figure: "day.sign_in.p99", label: "mixed day, sign-in p99 ms" },
  { figure: "day.sign_up.p99", label: "mixed day, sign-up p99 ms" },
  { figure: "store.serial.per_s", label: "storage alone, serial sign-ups 1/s" },
  { figure: "store.waiting.per_s", label: "storage alone, sign-ups waiting 1/s" },
  { figure: "start.to_token", label: "spawn to first token, ms" },
  { figure: "idle.rss", label: "memory idle, MB" },
  { figure: "loaded.rss", label: "memory loaded, MB" },
];

export function figureTable(figures: Figures, servers: readonly string[]): string {
  const rows = ROWS.map(({ figure, label }) => [
    label,
    ...servers.map((server) => cell(figures, figure, server)),
  ]);
  const measured = rows.filter((row) => row.slice(1).some((text) => text !== "–"));
  const ceiling = `C = ${cell(figures, CEILING, MACHINE)} RS256-2048 signatures per CPU-second`;
  const others = [
    `${cell(figures, FIGURE_OF.power, MACHINE)} powers modulo SRP's prime per CPU-second`,
    `${cell(figures, FIGURE_OF.hash, MACHINE)} argon2id hashes per CPU-second`,
  ].filter((line) => !line.startsWith("–"));
  return [
    ceiling,
    ...others,
    "median over rounds (lowest–highest)",
    "",
    ...table([["", ...servers], ...measured], 1),
  ].join("\n");
}

export function goalTable(goals: readonly Goal[]): string {
  const rows = goals.map(({ goal, value, target, better, unit, met }) => {
    const wanted = `${better === "more" ? "≥" : "≤"} ${target}${unit && ` ${unit}`}`;
    return [verdictOf(met), goal, value === null ? "–" : shown(value), wanted];
  });
  return table([["", "goal", "is", "wanted"], ...rows], 2).join("\n");
}

function verdictOf(met: boolean | null): string {
  if (met === null) return "not measured";
  return met ? "met" : "MISSED";
}

/** Columns under each other: the first `words` of them begin on the left, the others, numbers, end on the right. */
export function table(rows: readonly (readonly string[])[], words: number): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map(pad).join("  ").trimEnd());

  function pad(text: string, column: number): string {
    const width = widths[column] ?? 0;
    return column < words ? text.padEnd(width) : text.padStart(width);
  }
}

function cell(figures: Figures, figure: string, server: string): string {
  const values = [...figures.values(figure, server).values()];
  const middle = figures.median(figure, server);
  const overall = figures.all.find(
    (each) => each.figure === figure && each.server === server && each.round === "all",
  );
  if (middle === null) {
    if (overall !== undefined) return shown(overall.value);
    return figures.all.some((each) => each.figure === figure && each.server === server) ? "invalid" : "–";
  }
  if (values.length === 1) return shown(middle);
  return `${shown(middle)} (${shown(Math.min(...values))}–${shown(Math.max(...values))})`;
}

function shown(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString("en-US");
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}
