/** One scenario after another, with what they say on standard error, and on standard output what came of each as soon as it is over. */
import type { Options } from "./options.ts";
import { perform } from "./perform.ts";
import { type Result, report } from "./report.ts";
import type { Scenario, Size } from "./scenario.ts";

/** The exit code. Once it is cut short no other begins. */
export async function runAll({ chosen, ...options }: Options, isCutShort: () => boolean): Promise<number> {
  let isBroken = false;
  for (const scenario of chosen) {
    if (isCutShort()) break;
    const result = await runOne(scenario, sizeOf(scenario, options));
    for (const sentence of result.broken) console.error(`  BROKEN  ${sentence}`);
    console.log(report(result));
    isBroken ||= result.broken.length > 0;
  }
  return isBroken ? 1 : 0;
}

function sizeOf({ long, short }: Scenario, { count, minutes, isShort }: Omit<Options, "chosen">): Size {
  const usual = isShort ? short : long;
  return { count: count ?? usual.count, minutes: minutes ?? usual.minutes };
}

async function runOne(scenario: Scenario, size: Size): Promise<Result> {
  const obstacle = scenario.obstacle?.();
  const started = performance.now();
  console.error(`${scenario.name}: ${scenario.summary}`);
  if (obstacle !== undefined) {
    console.error(`  NOT RUN  ${obstacle}`);
    return { scenario, seconds: 0, done: 0, broken: [], figures: [{ name: "not run", value: obstacle }] };
  }
  const say = sayingSometimes(`of ${size.count.toLocaleString("en")} ${scenario.unit}`);
  try {
    const outcome = await perform(scenario, size, say);
    return { scenario, seconds: (performance.now() - started) / 1000, ...outcome };
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      scenario,
      seconds: (performance.now() - started) / 1000,
      done: 0,
      broken: [`it failed: ${words}`],
      figures: [],
    };
  }
}

const quietMs = 5000;

function sayingSometimes(rest: string): (progress: string) => void {
  const begun = performance.now();
  let said = begun;
  return (progress) => {
    const now = performance.now();
    if (now - said < quietMs) return;
    said = now;
    console.error(`  ${Math.round((now - begun) / 1000)} s  ${progress} ${rest}`);
  };
}
