// The ratios, computed from the figures of one run, and the goals they are held against.
import { CEILING, MACHINE, overArithmetic } from "./arithmetic.ts";
import type { Figures } from "./figures.ts";
import { WORKLOAD_KINDS } from "./workloads.ts";

export interface Goal {
  readonly goal: string;
  readonly value: number | null;
  readonly target: number;
  readonly better: "more" | "less";
  readonly unit: string;
  /** Null: not measured in this run. */
  readonly met: boolean | null;
}

/** Figures of which the servers can be compared: those of the same work, done in the same way. */
// Not here: passwords (a peer that compares clear text does other work), memory under load (other workloads), and
// requests per second of wall time (the same as per CPU-second on one CPU, but noisier).
const COMPARABLE: readonly { figure: string; better: "more" | "less" }[] = [
  { figure: "client_credentials.per_cpu_s", better: "more" },
  { figure: "client_credentials.p99", better: "less" },
  { figure: "refresh.per_cpu_s", better: "more" },
  { figure: "refresh.p99", better: "less" },
  { figure: "refresh_token_auth.per_cpu_s", better: "more" },
  { figure: "refresh_token_auth.p99", better: "less" },
  { figure: "start.to_token", better: "less" },
  { figure: "idle.rss", better: "less" },
];

/** Adds the ratios as figures of their own. */
export function addRatios(figures: Figures, servers: readonly string[], ours: string): void {
  for (const server of servers) {
    for (const { figure, signatures } of WORKLOAD_KINDS) {
      const perCpu = { figure: `${figure}.per_cpu_s`, server };
      const share = figures.medianRatio(perCpu, { figure: CEILING, server: MACHINE });
      if (signatures !== null)
        add(`${figure}.of_ceiling`, server, share === null ? null : share * signatures);
      add(
        `${figure}.p99_over_p50`,
        server,
        figures.medianRatio({ figure: `${figure}.p99`, server }, { figure: `${figure}.p50`, server }),
      );
    }
    add("refresh_in_storm.p99_over_alone", server, stormRatio(figures, server));
  }
  // Ours alone: a peer that compares clear text has no such arithmetic.
  for (const { figure, arithmetic } of WORKLOAD_KINDS) {
    if (arithmetic === undefined) continue;
    add(`${figure}.over_arithmetic`, ours, overArithmetic(figures, { figure, server: ours }, arithmetic));
  }
  for (const { figure } of COMPARABLE) {
    for (const peer of servers.filter((name) => name !== ours && !isVariant(name))) {
      const value = figures.medianRatio({ figure, server: ours }, { figure, server: peer });
      if (value !== null)
        figures.add({
          figure: `${figure}.over_peer`,
          server: ours,
          against: peer,
          value,
          unit: "ratio",
          round: "all",
        });
    }
  }

  function add(figure: string, server: string, value: number | null): void {
    if (value !== null) figures.add({ figure, server, value, unit: "ratio", round: "all" });
  }
}

/** What of our own figures is wanted, and whether this run shows it. Call `addRatios` before. */
export function judge(figures: Figures, ours: string): Goal[] {
  const own = (figure: string) => figures.median(figure, ours) ?? ratio(figure) ?? null;
  const ratio = (figure: string) =>
    figures.all.find((each) => each.figure === figure && each.server === ours && each.round === "all")?.value;
  return [
    atLeast(0.78, "client_credentials, of C per CPU-second", own("client_credentials.of_ceiling")),
    atLeast(0.78, "refresh grant, of C/2 per CPU-second", own("refresh.of_ceiling")),
    atLeast(0.75, "REFRESH_TOKEN_AUTH, of C/2 per CPU-second", own("refresh_token_auth.of_ceiling")),
    atMost(1.4, "SRP sign-in, CPU over that of its arithmetic", own("srp.over_arithmetic")),
    atMost(1.25, "password sign-in, CPU over that of its arithmetic", own("password.over_arithmetic")),
    ...againstPeers(figures, ours),
    ...ofVariants(figures),
    atLeast(6, "durable sign-ups stored, 32 waiting over one at a time", own("store.waiting_over_serial")),
    atMost(3, "refresh grant, p99 over p50 at 32 connections", own("refresh.p99_over_p50")),
    atMost(3, "client_credentials, p99 over p50 at 32 connections", own("client_credentials.p99_over_p50")),
    atMost(3, "REFRESH_TOKEN_AUTH, p99 over p50 at 32 connections", own("refresh_token_auth.p99_over_p50")),
    atMost(4, "refresh p99 in a login storm, over its p99 alone", own("refresh_in_storm.p99_over_alone")),
    atMost(250, "spawn to first token", own("start.to_token"), "ms"),
    atMost(90, "memory, idle", own("idle.rss"), "MB"),
    atMost(180, "memory, loaded", own("loaded.rss"), "MB"),
  ];
}

/** Only those that were measured: they take part where they are named. */
function ofVariants(figures: Figures): Goal[] {
  const ratio = (figure: string, above: string, below: string) =>
    figures.medianRatio({ figure, server: above }, { figure, server: below });
  const [postgres, workers, few] = ["poolhouse-postgres", "poolhouse-2-workers", "poolhouse-1k"];
  const perCpu = "refresh.per_cpu_s";
  const twoCores = ratio(perCpu, workers, postgres);
  return [
    atLeast(0.75, "refresh on PostgreSQL, of SQLite per CPU-second", ratio(perCpu, postgres, "poolhouse")),
    atLeast(
      0.75,
      "client_credentials on PostgreSQL, of SQLite per CPU-second",
      ratio("client_credentials.per_cpu_s", postgres, "poolhouse"),
    ),
    atLeast(1.85, "two workers on two cores, of one on one, by CPU time", twoCores && 2 * twoCores),
    ...["poolhouse-100k", "poolhouse-1m"].flatMap((many) => [
      atLeast(0.95, `refresh, ${many} of ${few} per CPU-second`, ratio(perCpu, many, few)),
      atMost(1.2, `refresh p99, ${many} over ${few}`, ratio("refresh.p99", many, few)),
    ]),
  ].filter(({ value }) => value !== null);
}

function againstPeers(figures: Figures, ours: string): Goal[] {
  return COMPARABLE.flatMap(({ figure, better }) =>
    figures.all
      .filter((each) => each.figure === `${figure}.over_peer` && each.server === ours)
      .map(({ against, value }) => {
        const met = better === "more" ? value > 1 : value < 1;
        return { goal: `${figure}, over ${against}`, value, target: 1, better, unit: "", met };
      }),
  );
}

function isVariant(name: string): boolean {
  return name.startsWith("poolhouse-");
}

/** The storm is measured on the refresh grant, or on REFRESH_TOKEN_AUTH where a server has no such grant. */
function stormRatio(figures: Figures, server: string): number | null {
  const storm = { figure: "refresh_in_storm.p99", server };
  return (
    figures.medianRatio(storm, { figure: "refresh.p99", server }) ??
    figures.medianRatio(storm, { figure: "refresh_token_auth.p99", server })
  );
}

function atLeast(target: number, goal: string, value: number | null, unit = ""): Goal {
  return { goal, value, target, better: "more", unit, met: value === null ? null : value >= target };
}

function atMost(target: number, goal: string, value: number | null, unit = ""): Goal {
  return { goal, value, target, better: "less", unit, met: value === null ? null : value <= target };
}
