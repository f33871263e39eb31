/**
 * The parsers once more, each in a process of its own that calls nothing else. jazzer.js (libFuzzer) changes inputs, keeps those by which
 * something ran that had not run before, and so gets further than chance, with some ten thousand inputs a second. What breaks a target's
 * promise, throws what is no refusal, pollutes a prototype or takes too long is a finding.
 */
import type { Figure, Outcome, Run, Scenario } from "../scenario.ts";
import { fuzzTarget } from "./jazzer.ts";
import { fitToOlderGlibc, isThereAFuzzer } from "./older-glibc.ts";
import { targets } from "./targets.ts";

const names = Object.keys(targets);

export const fuzzInside: Scenario = {
  name: "fuzz-inside",
  summary: "every parser by itself, guided by what has run: nothing thrown, forged or slow",
  unit: "inputs",
  long: { count: 1_000_000_000, minutes: 10 * names.length },
  short: { count: 1_000_000_000, minutes: names.length / 4 },
  obstacle: () => (isThereAFuzzer() ? undefined : "jazzer.js has no compiled part for this system"),
  run: fuzzEveryTarget,
};

/** The time is for inputs: each process takes a few seconds more to start. */
async function fuzzEveryTarget(run: Run): Promise<Outcome> {
  fitToOlderGlibc();
  const size = {
    seconds: Math.ceil((run.until - run.begun) / 1000 / names.length),
    inputs: Math.ceil(run.count / names.length),
  };
  const figures: Figure[] = [];
  const broken: string[] = [];
  let done = 0;
  for (const name of names) {
    if (run.isCutShort()) break;
    run.say(`${done.toLocaleString("en")} inputs, now ${name}`);
    const { inputs, branches, finding } = await fuzzTarget(run, name, size);
    done += inputs;
    figures.push({ name, value: `${inputs} inputs, ${branches} branches` });
    if (finding !== undefined) broken.push(`${name}: ${finding}`);
  }
  return { done, broken, figures };
}
