// The benchmark: Poolhouse and its peers side by side in one alternating run. README.md says what is measured and how.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "./bench.ts";
import { Figures } from "./figures.ts";
import { addRatios, judge } from "./goals.ts";
import { helpText, type Options, parseOptions } from "./options.ts";
import { choosePinning } from "./pinning.ts";
import { FULL, SHORT } from "./plan.ts";
import { killAll } from "./processes.ts";
import { Progress } from "./progress.ts";
import { figureTable, goalTable } from "./report.ts";
import { measureRounds, prepareAll } from "./rounds.ts";
import { OURS, SERVERS } from "./servers/table.ts";

// The machine's work of the last minute from which on a run deserves a warning.
const BUSY = 0.5;

const names = SERVERS.filter(({ variant }) => variant === undefined).map(({ name }) => name);
const variants = SERVERS.filter(({ variant }) => variant !== undefined).map(({ name }) => name);
const options = readOptions();
if (process.platform !== "linux") quit(2, "The benchmark reads CPU time and memory from /proc: Linux only.");
const folder = mkdtempSync(join(tmpdir(), "poolhouse-bench-"));
process.on("exit", cleanUp);
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));
process.on("SIGHUP", () => process.exit(129));
process.exitCode = await run(options);

async function run(options: Options): Promise<number> {
  const figures = new Figures(console.log);
  const progress = new Progress();
  const plan = options.short ? SHORT : FULL;
  const pinning = choosePinning();
  const machine = describeMachine();
  const bench: Bench = { plan, options, pinning, figures, progress };
  progress.say(`${machine}; ${pinning.note}`);
  const contestants = await prepareAll(bench, folder);
  const flaws = await measureRounds(bench, contestants);
  await Promise.all(contestants.map(({ adapter }) => adapter.close?.()));
  const running = contestants.map(({ adapter }) => adapter.name);
  addRatios(figures, running, OURS);
  const goals = judge(figures, OURS);
  const problems = [...flaws, ...figures.invalid];
  progress.say(`\n${figureTable(figures, running)}\n\n${goalTable(goals)}\n`);
  for (const problem of problems) progress.say(`problem: ${problem}`);
  if (options.jsonFile !== null) {
    const document = { machine, pinning: pinning.note, plan, figures: figures.all, goals, problems };
    writeFileSync(options.jsonFile, `${JSON.stringify(document, null, 2)}\n`);
  }
  return problems.length === 0 ? 0 : 1;
}

function readOptions(): Options {
  try {
    const parsed = parseOptions(process.argv.slice(2), names, variants);
    if (parsed !== null) return parsed;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return quit(2, `${message}\n\nnpm run bench -- --help tells what can be said.`);
  }
  process.stdout.write(helpText(names, variants));
  return process.exit(0);
}

function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown CPU";
  const load = loadavg()[0] ?? 0;
  const busy = load > BUSY ? `; ALREADY BUSY, load ${load.toFixed(1)}: do not quote this run` : "";
  return `${model}, ${availableParallelism()} CPUs, Linux ${release()}, Node ${process.version}${busy}`;
}

function cleanUp(): void {
  killAll();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function quit(code: number, message: string): never {
  console.error(message);
  return process.exit(code);
}
