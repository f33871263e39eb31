import type { Outcome, Scenario } from "./scenario.ts";

export interface Result extends Outcome {
  readonly scenario: Scenario;
  readonly seconds: number;
}

/** Whether a scenario kept its promises, and its figures. */
export function report({ scenario, seconds, done, broken, figures }: Result): string {
  const head = `${scenario.name.padEnd(12)} ${verdictOf({ done, broken }).padEnd(12)} ${done.toLocaleString("en")} ${scenario.unit} in ${Math.round(seconds)} s`;
  const width = Math.max(0, ...figures.map(({ name }) => name.length));
  const lines = figures.map(({ name, value }) => `    ${name.padEnd(width)}  ${value}`);
  // All alike after the first few.
  const sentences = broken.slice(0, 10).map((sentence) => `    BROKEN: ${sentence}`);
  return [head, ...lines, ...sentences, ""].join("\n");
}

function verdictOf({ done, broken }: Pick<Result, "done" | "broken">): string {
  if (broken.length > 0) return `BROKEN ${broken.length} ×`;
  return done === 0 ? "not run" : "kept";
}
