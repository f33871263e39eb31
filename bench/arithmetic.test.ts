import { describe, expect, it } from "vitest";
import { arithmeticOf, CEILING, MACHINE, overArithmetic } from "./arithmetic.ts";
import { Figures } from "./figures.ts";
import { nativePower } from "./native-power.ts";

const ours = { figure: "srp", server: "ours" };

describe("arithmeticOf", () => {
  it("measures signatures always, and the rest for those whose work it is", () => {
    expect(arithmeticOf(["start"])).toEqual(["signature"]);
    expect(arithmeticOf(["refresh", "srp"])).toEqual(["signature", "power"]);
    expect(arithmeticOf(["password", "srp"])).toEqual(["signature", "power", "hash"]);
  });
});

describe("overArithmetic", () => {
  it("divides what a request costs by all that it cannot do without", () => {
    // 2 ms of signatures and 3 of powers; the request takes 10.
    const figures = run([CEILING, 1000], ["power.per_cpu_s", 1000], ["srp.per_cpu_s", 100]);
    expect(overArithmetic(figures, ours, { signature: 2, power: 3 })).toBeCloseTo(2);
  });

  it("divides by the arithmetic of the same round", () => {
    const figures = run(
      [CEILING, 1000, 1],
      [CEILING, 500, 2],
      ["srp.per_cpu_s", 250, 1],
      ["srp.per_cpu_s", 125, 2],
    );
    expect(overArithmetic(figures, ours, { signature: 2 })).toBeCloseTo(2);
  });

  it("says nothing where a part was not measured", () => {
    const figures = run([CEILING, 1000], ["srp.per_cpu_s", 100]);
    expect(overArithmetic(figures, ours, { signature: 2, power: 3 })).toBeNull();
    expect(overArithmetic(run([CEILING, 1000]), ours, { signature: 2 })).toBeNull();
  });
});

describe("nativePower", () => {
  it("is a power modulo the prime", () => {
    expect(nativePower(3n, 5n)).toBe(243n);
    expect(nativePower(nativePower(2n, 1000n), 2000n)).toBe(nativePower(2n, 2_000_000n));
  });
});

function run(...rows: (readonly [figure: string, value: number, round?: number])[]): Figures {
  const figures = new Figures(() => {});
  for (const [figure, value, round = 1] of rows) {
    const server = figure === "srp.per_cpu_s" ? "ours" : MACHINE;
    figures.add({ figure, server, value, unit: "1/cpu-s", round });
  }
  return figures;
}
