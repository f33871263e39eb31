import { describe, expect, it } from "vitest";
import { CEILING, MACHINE } from "./arithmetic.ts";
import { Figures } from "./figures.ts";
import { addRatios, judge } from "./goals.ts";
import { figureTable, goalTable, table } from "./report.ts";

describe("table", () => {
  it("aligns words on the left and numbers on the right", () => {
    expect(
      table(
        [
          ["name", "value"],
          ["a", "1"],
          ["b", "1,000,000"],
        ],
        1,
      ),
    ).toEqual(["name      value", "a             1", "b     1,000,000"]);
  });
});

describe("figureTable", () => {
  it("shows the median with its spread, says what is invalid, and leaves out what nobody was measured on", () => {
    const figures = new Figures(() => {});
    for (const [round, value] of [
      [1, 1000],
      [2, 1500],
      [3, 1200],
    ] as const) {
      figures.add({ figure: "refresh.per_cpu_s", server: "ours", unit: "1/cpu-s", round, value });
    }
    const invalid = "3 failures";
    figures.add({
      figure: "refresh.per_cpu_s",
      server: "peer",
      unit: "1/cpu-s",
      round: 1,
      value: 9000,
      invalid,
    });
    const row = figureTable(figures, ["ours", "peer"]).split("\n").at(-1);
    expect(row).toMatch(/^refresh grant, 1\/cpu-s +1,200 \(1,000–1,500\) +invalid$/);
  });
});

describe("goalTable", () => {
  it("says met, missed or not measured, with what is and what was wanted", () => {
    const figures = new Figures(() => {});
    figures.add({ figure: CEILING, server: MACHINE, unit: "1/cpu-s", round: 1, value: 4000 });
    figures.add({
      figure: "client_credentials.per_cpu_s",
      server: "ours",
      unit: "1/cpu-s",
      round: 1,
      value: 3200,
    });
    figures.add({ figure: "start.to_token", server: "ours", unit: "ms", round: 1, value: 300 });
    addRatios(figures, ["ours"], "ours");
    const text = goalTable(judge(figures, "ours"));
    expect(text).toMatch(/^met +client_credentials, of C per CPU-second +0\.80 +≥ 0\.78$/m);
    expect(text).toMatch(/^MISSED +spawn to first token +300 +≤ 250 ms$/m);
    expect(text).toMatch(/^not measured +memory, idle +– +≤ 90 MB$/m);
  });
});
