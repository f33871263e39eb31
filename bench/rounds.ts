// The contest itself: who takes part, and the rounds in which everybody is measured in turn.
import { measureCeiling } from "./ceiling.ts";
import { type Contestant, prepareContestant } from "./contest.ts";
import { CEILING, MACHINE } from "./goals.ts";
import { type Bench, expectedSeconds, measureContestant } from "./measure.ts";
import { orderOfRound } from "./plan.ts";
import { SERVERS } from "./servers/table.ts";

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

/** Measures all rounds, each with C before and after it, and answers what went wrong. */
export async function measureRounds(bench: Bench, contestants: readonly Contestant[]): Promise<string[]> {
  const { plan, figures, progress } = bench;
  progress.expect((plan.rounds + 1) * ceilingSeconds(bench));
  for (const contestant of contestants) progress.expect(plan.rounds * expectedSeconds(bench, contestant));
  const flaws: string[] = [];
  let before = await ceiling(bench);
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
    const after = await ceiling(bench);
    figures.add({ figure: CEILING, server: MACHINE, value: (before + after) / 2, unit: "1/cpu-s", round });
    before = after;
  }
  return flaws;
}

function ceiling(bench: Bench): Promise<number> {
  bench.progress.step("C: the machine's own signatures per CPU-second", ceilingSeconds(bench));
  return measureCeiling(bench.plan.ceilingSeconds, bench.pinning.server);
}

function ceilingSeconds({ plan }: Bench): number {
  return plan.ceilingSeconds + 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
