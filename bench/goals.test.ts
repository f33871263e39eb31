import { describe, expect, it } from "vitest";
import { CEILING, MACHINE } from "./arithmetic.ts";
import { Figures } from "./figures.ts";
import { addRatios, judge } from "./goals.ts";

type Row = readonly [figure: string, server: string, value: number, round?: number];

describe("addRatios", () => {
  it("counts both signatures of a refresh", () => {
    const figures = run([CEILING, MACHINE, 4000], ["refresh.per_cpu_s", "ours", 1500]);
    expect(ratio(figures, "refresh.of_ceiling", "ours")).toBe(0.75);
  });

  it("divides by the ceiling of the same round", () => {
    const figures = run(
      [CEILING, MACHINE, 4000, 1],
      [CEILING, MACHINE, 1000, 2],
      ["client_credentials.per_cpu_s", "ours", 3200, 1],
      ["client_credentials.per_cpu_s", "ours", 800, 2],
    );
    expect(ratio(figures, "client_credentials.of_ceiling", "ours")).toBe(0.8);
  });

  it("gives peers no ratio for work they do not do", () => {
    const figures = run(["refresh.per_cpu_s", "ours", 1560]);
    expect(figures.all.some(({ figure }) => figure.endsWith(".over_peer"))).toBe(false);
  });

  it("never compares password sign-ins, which are not the same work", () => {
    const figures = run(["password.per_cpu_s", "ours", 100], ["password.per_cpu_s", "peer", 200]);
    expect(figures.all.some(({ figure }) => figure === "password.per_cpu_s.over_peer")).toBe(false);
  });

  it("holds our own sign-ins against their arithmetic, and nobody else's", () => {
    const figures = run(
      [CEILING, MACHINE, 4000],
      ["argon2id.per_cpu_s", MACHINE, 100],
      ["password.per_cpu_s", "ours", 76],
      ["password.per_cpu_s", "peer", 166],
    );
    expect(ratio(figures, "password.over_arithmetic", "ours")).toBeCloseTo(1.2531);
    expect(ratio(figures, "password.over_arithmetic", "peer")).toBeUndefined();
    expect(met(figures, "password sign-in")).toBe(false);
    expect(met(figures, "SRP sign-in")).toBeNull();
  });

  it("measures the storm against REFRESH_TOKEN_AUTH where there is no refresh grant", () => {
    const figures = run(["refresh_in_storm.p99", "peer", 80], ["refresh_token_auth.p99", "peer", 20]);
    expect(ratio(figures, "refresh_in_storm.p99_over_alone", "peer")).toBe(4);
  });
});

describe("judge", () => {
  it("meets a goal exactly at its target", () => {
    expect(
      met(run([CEILING, MACHINE, 4000], ["refresh.per_cpu_s", "ours", 1560]), "refresh grant, of C/2"),
    ).toBe(true);
    expect(met(run(["start.to_token", "ours", 250]), "spawn to first token")).toBe(true);
  });

  it("misses a goal beyond its target", () => {
    expect(
      met(run([CEILING, MACHINE, 4000], ["refresh.per_cpu_s", "ours", 1559]), "refresh grant, of C/2"),
    ).toBe(false);
    expect(met(run(["start.to_token", "ours", 251]), "spawn to first token")).toBe(false);
    expect(met(run(["loaded.rss", "ours", 181]), "memory, loaded")).toBe(false);
  });

  it("says of what was not measured neither met nor missed", () => {
    expect(met(run(["start.to_token", "peer", 100]), "spawn to first token")).toBeNull();
  });

  it("asks to be ahead of each peer in the direction that is better", () => {
    const figures = run(
      ["refresh.per_cpu_s", "ours", 200],
      ["refresh.per_cpu_s", "peer", 100],
      ["refresh.p99", "ours", 20],
      ["refresh.p99", "peer", 10],
    );
    expect(met(figures, "refresh.per_cpu_s, over peer")).toBe(true);
    expect(met(figures, "refresh.p99, over peer")).toBe(false);
  });
});

function run(...rows: Row[]): Figures {
  const figures = new Figures(() => {});
  for (const [figure, server, value, round = 1] of rows)
    figures.add({ figure, server, value, unit: "", round });
  addRatios(figures, ["ours", "peer"], "ours");
  return figures;
}

function ratio(figures: Figures, figure: string, server: string): number | undefined {
  return figures.all.find((each) => each.figure === figure && each.server === server)?.value;
}

function met(figures: Figures, goal: string): boolean | null | undefined {
  return judge(figures, "ours").find((each) => each.goal.startsWith(goal))?.met;
}
