// A figure is one measured number; every figure is one line of JSON on standard output at the moment it is known.
import { median } from "./statistics.ts";

export interface Figure {
  /** What was measured, such as `refresh.per_cpu_s`. */
  readonly figure: string;
  readonly server: string;
  readonly value: number;
  readonly unit: string;
  /** From 1; `all` for what is computed over all rounds. */
  readonly round: number | "all";
  /** In a ratio, what ours was divided by. */
  readonly against?: string;
  /** Why the figure counts for nothing. */
  readonly invalid?: string;
}

/** Remembers and prints figures, and sums them up over rounds; what is invalid is printed and then left out. */
export class Figures {
  readonly all: Figure[] = [];
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  add(figure: Figure): void {
    const rounded = { ...figure, value: Number(figure.value.toPrecision(5)) };
    this.all.push(rounded);
    this.#print(JSON.stringify(rounded));
  }

  /** One server's valid values, by round. */
  values(figure: string, server: string): Map<number, number> {
    const found = this.all.filter(
      (each) => each.figure === figure && each.server === server && !each.invalid,
    );
    const rounds = new Map<number, number[]>();
    for (const { round, value } of found) {
      if (round !== "all") rounds.set(round, [...(rounds.get(round) ?? []), value]);
    }
    return new Map([...rounds].map(([round, values]) => [round, median(values)]));
  }

  /** The median over rounds, or null where nothing valid was measured. */
  median(figure: string, server: string): number | null {
    const values = [...this.values(figure, server).values()];
    return values.length === 0 ? null : median(values);
  }

  /** Two figures divided round by round, then the median: what slows a whole round down does not count. */
  medianRatio(above: FigureOf, below: FigureOf): number | null {
    const divisors = this.values(below.figure, below.server);
    const ratios = [...this.values(above.figure, above.server)].flatMap(([round, value]) => {
      const divisor = divisors.get(round);
      return divisor === undefined ? [] : [value / divisor];
    });
    return ratios.length === 0 ? null : median(ratios);
  }

  /** The reasons of everything that was marked invalid. */
  get invalid(): readonly string[] {
    return [
      ...new Set(this.all.flatMap(({ server, invalid }) => (invalid ? [`${server}: ${invalid}`] : []))),
    ];
  }
}

export interface FigureOf {
  readonly figure: string;
  readonly server: string;
}
