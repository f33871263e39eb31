/** Every parser of the server under mutated and generated input. fast-check makes it, shrinks what is wrong, and says from which seed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Figure, Outcome, Run, Scenario } from "../scenario.ts";
import { type ServerProcess, startServer } from "../server-process.ts";
import { residentMegabytes } from "../soak/process-figures.ts";
import { parsers } from "./parsers.ts";
import { type FuzzStage, setFuzzStage } from "./stage.ts";
import { NoAnswer, type RawRequest, send } from "./wire.ts";

export const fuzz: Scenario = {
  name: "fuzz",
  summary: "every parser under wrong input: no crash, no 5xx, no growth",
  unit: "inputs",
  long: { count: 100_000_000, minutes: 10 * Object.keys(parsers).length },
  short: { count: 1000, minutes: 0.2 },
  run: fuzzEveryParser,
};

/** What a JavaScript heap and its caches may take after they are warm. */
const growthMegabytes = 64;
/** Less says nothing about growth. */
const longMs = 60_000;

async function fuzzEveryParser(run: Run): Promise<Outcome> {
  const args = ["--data", join(run.folder, "data"), "--guesses-per-source", "999999999"];
  const server = await startServer(run.stack, { args });
  const stage = await setFuzzStage(server);
  const all = Object.entries(parsers);
  const eachMs = (run.until - performance.now()) / all.length;
  const seed = Math.floor(Math.random() * 2 ** 31);
  const figures: Figure[] = [{ name: "seed", value: `${seed}` }];
  const broken = await replayFound(stage);
  let done = 0;
  for (const [name, parser] of all) {
    const say = (inputs: number) => run.say(`${(done + inputs).toLocaleString("en")} inputs, now ${name}`);
    const { isCutShort } = run;
    const size = { ms: Math.max(500, eachMs), count: Math.ceil(run.count / all.length), seed, isCutShort };
    const result = await fuzzOne(server, parser(stage), size, say);
    done += result.inputs;
    broken.push(...result.broken.map((what) => `${name}: ${what}`));
    figures.push({ name, value: result.figure });
    if (!server.isRunning() || isCutShort()) break;
  }
  return { done, broken, figures };
}

interface FuzzSize extends Pick<Run, "isCutShort"> {
  readonly ms: number;
  readonly count: number;
  readonly seed: number;
}

interface Fuzzed {
  readonly inputs: number;
  readonly broken: readonly string[];
  readonly figure: string;
}

async function fuzzOne(
  server: ServerProcess,
  requests: fc.Arbitrary<Promise<RawRequest> | RawRequest>,
  { ms, count, seed, isCutShort }: FuzzSize,
  say: (inputs: number) => void,
): Promise<Fuzzed> {
  const statuses = new Map<number, number>();
  const memory: number[] = [];
  const begun = performance.now();
  let inputs = 0;
  let last: RawRequest | undefined;
  const property = fc.asyncProperty(requests, async (made) => {
    const request = await made;
    if (isCutShort()) return;
    last = request;
    const status = await check(server.url, request);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    inputs += 1;
    if (inputs % 50 === 0) memory.push(residentMegabytes(server.pid));
    say(inputs);
  });
  const details = await fc.check(property, {
    seed,
    numRuns: count,
    interruptAfterTimeLimit: ms,
    markInterruptAsFailure: false,
  });
  const broken: string[] = [];
  if (details.failed) {
    const words = details.errorInstance instanceof Error ? details.errorInstance.message : "failed";
    broken.push(`${words} (seed ${seed}, path ${details.counterexamplePath}): ${JSON.stringify(last)}`);
  }
  const growth = growthOf(memory);
  if (performance.now() - begun > longMs && growth > growthMegabytes)
    broken.push(`memory grew by ${growth} MB`);
  return {
    inputs,
    broken,
    figure: `${inputs} inputs, ${wordsOf(statuses)}, memory ${growth >= 0 ? "+" : ""}${growth} MB`,
  };
}

/** The status. Throws when this is not how a request may be answered, whatever is in it. */
async function check(url: string, request: RawRequest): Promise<number> {
  // A machine that stops for a while is no finding; what hangs does so twice.
  const { status, body } = await send(url, request).catch((error: unknown) => {
    if (!(error instanceof NoAnswer)) throw error;
    return send(url, request);
  });
  if (status >= 500 || status < 200) throw new Error(`answered ${status}: ${body.slice(0, 200)}`);
  return status;
}

/** Inputs that were wrong once. */
async function replayFound({ url }: FuzzStage): Promise<string[]> {
  const found = JSON.parse(readFileSync(join(import.meta.dirname, "found.json"), "utf8")) as RawRequest[];
  const broken: string[] = [];
  for (const request of found) {
    await check(url, request).catch((error: Error) =>
      broken.push(`found before: ${error.message}: ${JSON.stringify(request)}`),
    );
  }
  return broken;
}

/** From a quarter on, when it is warm, to the end. */
function growthOf(memory: readonly number[]): number {
  const warm = memory.slice(Math.floor(memory.length / 4));
  return Math.round((warm.at(-1) ?? 0) - (warm[0] ?? 0));
}

function wordsOf(statuses: ReadonlyMap<number, number>): string {
  return [...statuses]
    .toSorted(([a], [b]) => a - b)
    .map(([status, count]) => `${count} × ${status}`)
    .join(", ");
}
