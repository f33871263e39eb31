import { describe, expect, it } from "vitest";
import { Figures } from "./figures.ts";

const base = { server: "ours", unit: "1/s" } as const;

describe("Figures", () => {
  it("prints each figure as one line of JSON, with five significant digits", () => {
    const lines: string[] = [];
    new Figures((line) => lines.push(line)).add({ ...base, figure: "x", value: 1234.5678, round: 1 });
    expect(lines).toEqual(['{"server":"ours","unit":"1/s","figure":"x","value":1234.6,"round":1}']);
  });

  it("counts a round once, however often it was measured in it", () => {
    const figures = figuresOf([1, 10], [1, 20], [1, 30], [2, 50]);
    expect(figures.median("x", "ours")).toBe(35);
  });

  it("leaves invalid values out and remembers why they are", () => {
    const figures = figuresOf([1, 10]);
    figures.add({ ...base, figure: "x", value: 99, round: 2, invalid: "3 failures" });
    expect(figures.median("x", "ours")).toBe(10);
    expect(figures.invalid).toEqual(["ours: 3 failures"]);
  });

  it("has no median where nothing was measured", () => {
    expect(figuresOf().median("x", "ours")).toBeNull();
  });

  it("divides round by round before it takes the median", () => {
    const figures = figuresOf([1, 10], [2, 100], [3, 40]);
    for (const [round, value] of [
      [1, 5],
      [2, 20],
      [3, 80],
    ] as const) {
      figures.add({ figure: "x", server: "peer", unit: "1/s", round, value });
    }
    expect(figures.medianRatio({ figure: "x", server: "ours" }, { figure: "x", server: "peer" })).toBe(2);
  });

  it("has no ratio where no round has both", () => {
    const figures = figuresOf([1, 10]);
    figures.add({ figure: "x", server: "peer", unit: "1/s", round: 2, value: 5 });
    expect(figures.medianRatio({ figure: "x", server: "ours" }, { figure: "x", server: "peer" })).toBeNull();
  });
});

function figuresOf(...values: (readonly [round: number, value: number])[]): Figures {
  const figures = new Figures(() => {});
  for (const [round, value] of values) figures.add({ ...base, figure: "x", round, value });
  return figures;
}
