// The contest itself: who takes part, and the rounds in which everybody is measured in turn.
import { arithmeticOf, FIGURE_OF, MACHINE, type Work } from "./arithmetic.ts";
import type { Bench } from "./bench.ts";
import { measureCeiling } from "./ceiling.ts";
import { type Contestant, prepareContestant } from "./contest.ts";
import { expectedSeconds, measureContestant } from "./measure.ts";
import { orderOfRound } from "./plan.ts";
import { SERVERS } from "./servers/table.ts";

const NAMES: Readonly<Record<Work, string>> = {
  signature: "signatures (C)",
  power: "powers modulo SRP's prime",
  hash: "argon2id hashes",
};

/** Prepares the chosen servers; one that cannot run is reported and left out. */
export async function prepareAll(bench: Bench, folder: string): Promise<Contestant[]> {
  const { options, pinning, figures, progress } = bench;
  const contestants: Contestant[] = [];
  for (const adapter of SERVERS.filter(({ name }) => options.servers.includes(name))) {
    progress.say(`preparing ${adapter.name}: ${adapter.about}`);
    const report = (figure: string, invalid: string) => {
      figures.add({ figure, server: adapter.name, value: 0, unit: "boolean", round: "all", invalid });
      progress.say(`  ${invalid}`);
    };
    try {
      const contestant = await prepareContestant(adapter, folder, pinning);
      for (const [figure, flaw] of contestant.flaws)
        report(`${figure}.works`, `${figure} DOES NOT WORK: ${flaw}`);
      contestants.push(contestant);
    } catch (error) {
      report("runs", `NOT RUNNING: ${messageOf(error)}`);
    }
  }
  return contestants;
}

/** Measures all rounds, each with C and the machine's other limits before and after it, and answers what went wrong. */
export async function measureRounds(bench: Bench, contestants: readonly Contestant[]): Promise<string[]> {
  const { plan, options, figures, progress } = bench;
  progress.expect((plan.rounds + 1) * arithmeticOf(options.measurements).length * ceilingSeconds(bench));
  for (const contestant of contestants) progress.expect(plan.rounds * expectedSeconds(bench, contestant));
  const flaws: string[] = [];
  let before = await ceilings(bench);
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const contestant of orderOfRound(contestants, round)) {
      try {
        await measureContestant(bench, contestant, round);
      } catch (error) {
        const flaw = `${contestant.adapter.name}, round ${round}: ${messageOf(error)}`;
        progress.say(`  ${flaw}`);
        flaws.push(flaw);
      }
    }
    const after = await ceilings(bench);
    for (const [work, value] of after) {
      const mean = (value + (before.get(work) ?? value)) / 2;
      figures.add({ figure: FIGURE_OF[work], server: MACHINE, value: mean, unit: "1/cpu-s", round });
    }
    before = after;
  }
  return flaws;
}

async function ceilings({ plan, options, pinning, progress }: Bench): Promise<Map<Work, number>> {
  const rates = new Map<Work, number>();
  for (const work of arithmeticOf(options.measurements)) {
    progress.step(`the machine's own ${NAMES[work]} per CPU-second`, ceilingSeconds({ plan }));
    rates.set(work, await measureCeiling({ work, seconds: plan.ceilingSeconds }, pinning.server));
  }
  return rates;
}

function ceilingSeconds({ plan }: Pick<Bench, "plan">): number {
  return plan.ceilingSeconds + 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
