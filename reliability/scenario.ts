/** What a scenario is: a promise of the house, how it is tried, and what came of it. `scenarios.ts` names them all. */

export interface Scenario {
  /** For `--only`. */
  readonly name: string;
  /** What is tried, in a sentence. */
  readonly summary: string;
  /** What `count` counts: rounds, races, … */
  readonly unit: string;
  /** The long form: it ends with the count or with the minutes, whichever comes first. */
  readonly long: Size;
  /** The short form, in `npm test`. */
  readonly short: Size;
  /** Why it cannot run here, where it cannot. */
  readonly obstacle?: () => string | undefined;
  run(run: Run): Promise<Outcome>;
}

export interface Size {
  readonly count: number;
  readonly minutes: number;
}

/** One run of a scenario. What it starts goes onto the stack, and ends with it. */
export interface Run {
  readonly count: number;
  /** On the clock of `performance.now()`, both. */
  readonly begun: number;
  readonly until: number;
  /** Somebody wants to see what there is so far: finish what has begun, and begin nothing more. */
  readonly isCutShort: () => boolean;
  /** Empty, and gone afterwards. */
  readonly folder: string;
  readonly stack: AsyncDisposableStack;
  readonly say: (progress: string) => void;
}

export interface Outcome {
  /** How much of the count was done. */
  readonly done: number;
  /** Each a sentence. None: the promises were kept. */
  readonly broken: readonly string[];
  readonly figures: readonly Figure[];
}

export interface Figure {
  readonly name: string;
  readonly value: string;
}

/** Whether another round fits. The first always does. */
export function goesOn(
  { count, until, isCutShort }: Pick<Run, "count" | "until" | "isCutShort">,
  done: number,
): boolean {
  return done === 0 || (done < count && performance.now() < until && !isCutShort());
}

export function milliseconds(values: readonly number[]): string {
  if (values.length === 0) return "not measured";
  return `${Math.round(median(values))} ms median, ${Math.round(Math.max(...values))} ms worst`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
