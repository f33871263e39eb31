/** What was found, for people. */
import { printable, type Style } from "../terminal.ts";
import type { Finding } from "./check.ts";

export interface Examined {
  readonly name: string;
  readonly findings: readonly Finding[];
}

const signs = { good: "✓", warning: "!", bad: "✗" } as const;

export function inWords(examined: readonly Examined[], style: Style): string {
  const paint = { good: style.good, warning: style.accent, bad: style.bad };
  const sections = examined.map(({ name, findings }) => {
    const lines = findings.flatMap((finding) => {
      const { state, found } = finding;
      const line = `  ${paint[state](signs[state])} ${printable(found)}`;
      return state === "good" ? [line] : [line, `    ${style.quiet(printable(finding.cure))}`];
    });
    return [style.strong(name), ...lines].join("\n");
  });
  return [...sections, summary(countOf(examined, "bad"), countOf(examined, "warning"))].join("\n\n");
}

export function countOf(examined: readonly Examined[], state: Finding["state"]): number {
  return examined.reduce(
    (sum, { findings }) => sum + findings.filter((finding) => finding.state === state).length,
    0,
  );
}

function summary(problems: number, warnings: number): string {
  if (problems + warnings === 0) return "Everything is as it should be.";
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  return `${count(problems, "problem")}, ${count(warnings, "warning")}.`;
}
