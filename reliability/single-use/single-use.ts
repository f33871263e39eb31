/** The statements that make things good once, asked by three processes at once while they are killed: what `races` is made of. */
import type { Store } from "../../packages/server/src/core/tables.ts";
import { migrate } from "../../packages/server/src/sql/migrate.ts";
import { startDatabase } from "../postgres/single.ts";
import { type Figure, goesOn, type Outcome, type Run, type Scenario } from "../scenario.ts";
import { type Claimer, type ClaimerMessage, startClaimer } from "./claimer.ts";
import { kindOf, kinds, prizesOfRound } from "./prizes.ts";
import { openOn } from "./store.ts";

export const singleUse: Scenario = {
  name: "single-use",
  summary:
    "the statements that make things good once, asked by three processes at once, while they are killed",
  unit: "races",
  long: { count: 1_000_000, minutes: 5 * 60 },
  short: { count: 2_400, minutes: 0.5 },
  run: raceInRounds,
};

const processes = 3;
/** One in so many rounds loses a process in the middle of it. */
const roundsPerKill = 6;

interface Score {
  rounds: number;
  kills: number;
  /** Claims whose outcome was never told. */
  unanswered: number;
  /** Races in which there was one. */
  disturbed: number;
  readonly winsOf: number[];
  readonly broken: string[];
}

/** What is known of one race. */
interface Race {
  wins: number;
  answers: number;
}

async function raceInRounds(run: Run): Promise<Outcome> {
  const course = await setCourse(run.stack);
  const { score, claimers } = course;
  const done = () => score.rounds * prizesOfRound;
  const begun = performance.now();
  while (goesOn(run, done()) && score.broken.length < 100) {
    await race(course);
    for (const [index, claimer] of claimers.entries())
      if (!claimer.isAlive()) claimers[index] = await course.start();
    run.say(`${done().toLocaleString("en")} races, ${score.kills} kills`);
  }
  return { done: done(), broken: score.broken, figures: figuresOf(score, performance.now() - begun) };
}

interface Course {
  readonly store: Store;
  readonly start: () => Promise<Claimer>;
  readonly claimers: Claimer[];
  readonly score: Score;
  /** How long a round took. */
  roundMs: number;
}

async function setCourse(stack: AsyncDisposableStack): Promise<Course> {
  const { port } = await startDatabase(stack);
  const { database, store } = openOn(port);
  stack.defer(() => database.close());
  await migrate(database);
  await store.write(async (tables) => {
    for (const kind of kinds) await kind.found?.(tables);
  });
  const start = () => startClaimer(stack, port);
  const claimers = await Promise.all(Array.from({ length: processes }, start));
  const score: Score = { rounds: 0, kills: 0, unanswered: 0, disturbed: 0, winsOf: [], broken: [] };
  return { store, start, claimers, score, roundMs: 300 };
}

/** One round. */
async function race(course: Course): Promise<void> {
  const { store, claimers, score } = course;
  const round = score.rounds;
  await store.write(async (tables) => {
    for (const kind of kinds) await kind.prepare?.(tables, round);
  });
  const begun = performance.now();
  const victim = round % roundsPerKill === 1 ? claimers[score.kills % processes] : undefined;
  if (victim !== undefined) score.kills += 1;
  const [races] = await Promise.all([
    claimByAll(claimers, score, round),
    victim && killWithin(victim, course.roundMs),
  ]);
  if (victim === undefined) course.roundMs = performance.now() - begun;
  // And once more, when everything is over.
  const witness = claimers.find((claimer) => claimer.isAlive());
  await witness?.claimAll(round, (message) => take(races, score, message));
  for (const [prize, race] of races.entries()) judge(score, kindOf(prize).name, race);
  score.rounds += 1;
}

async function claimByAll(claimers: readonly Claimer[], score: Score, round: number): Promise<Race[]> {
  const races: Race[] = Array.from({ length: prizesOfRound }, () => ({ wins: 0, answers: 0 }));
  const claiming = claimers.map((claimer, index) =>
    claimer.claimAll(round, (message) => {
      const race = take(races, score, message);
      if (race === undefined) return;
      race.answers += 1;
      if (message.kind === "claimed" && message.isWon) score.winsOf[index] = (score.winsOf[index] ?? 0) + 1;
    }),
  );
  await Promise.all(claiming);
  return races;
}

/** The race that an outcome is of. */
function take(races: readonly Race[], score: Score, message: ClaimerMessage): Race | undefined {
  if (message.kind === "failed") score.broken.push(`refused: ${message.why}`);
  if (message.kind !== "claimed") return undefined;
  const race = races[message.prize];
  if (message.isWon && race !== undefined) race.wins += 1;
  return race;
}

async function killWithin(victim: Claimer, ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * ms));
  await victim.kill();
}

function judge(score: Score, kind: string, { wins, answers }: Race): void {
  const isWhole = answers === processes;
  score.unanswered += processes - answers;
  if (!isWhole) score.disturbed += 1;
  if (wins > 1) score.broken.push(`twice: one of the ${kind} was good ${wins} times`);
  // Somebody has to win, unless who did was not told.
  if (wins === 0 && isWhole) score.broken.push(`one of the ${kind} was good for nobody`);
}

function figuresOf({ rounds, kills, unanswered, disturbed, winsOf }: Score, ms: number): Figure[] {
  const done = rounds * prizesOfRound;
  const number = (value: number) => value.toLocaleString("en");
  const all = winsOf.reduce((sum, wins) => sum + wins, 0);
  const shares = winsOf.map((wins) => `${Math.round((100 * wins) / all)} %`);
  return [
    {
      name: "of each kind",
      value: `${number(done / kinds.length)} ${kinds.map(({ name }) => name).join(", ")}`,
    },
    { name: "claims", value: `${number(4 * done)}, three at once and one after them` },
    { name: "processes killed", value: number(kills) },
    { name: "claims that were not answered", value: `${number(unanswered)}, in ${number(disturbed)} races` },
    { name: "races won by each process", value: shares.join(", ") },
    { name: "speed", value: `${Math.round((done / ms) * 1000)} races a second` },
  ];
}
