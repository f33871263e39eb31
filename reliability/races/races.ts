/** Codes, one-time passwords and refresh tokens, each brought to three nodes at once while nodes are killed. */
import { inTurn, nodesOn } from "../nodes.ts";
import { startDatabase } from "../postgres/single.ts";
import type { Figure, Outcome, Run, Scenario } from "../scenario.ts";
import { type MortalNodes, startMortalNodes } from "./mortal-nodes.ts";
import { type Claimed, type Prize, prizes } from "./prizes.ts";
import { createRunner, type RaceStage, type Runner, setRaceStage } from "./stage.ts";
import { startTextMessages } from "./text-messages.ts";

export const races: Scenario = {
  name: "races",
  summary: "whatever is good once, brought to three nodes at once, while nodes are killed",
  unit: "races",
  long: { count: 1_000_000, minutes: 24 * 60 },
  short: { count: 40, minutes: 0.2 },
  run: raceAgainAndAgain,
};

const lanes = 6;
const killEveryMs = 4000;

interface Score {
  done: number;
  /** Races in which somebody was not answered. */
  disturbed: number;
  /** Prizes that could not be had, because the node that was asked for them was killed. */
  spoilt: number;
  readonly ofKind: Map<string, number>;
  readonly broken: string[];
}

async function raceAgainAndAgain(run: Run): Promise<Outcome> {
  const messages = await startTextMessages(run.stack);
  const start = nodesOn(run, await startDatabase(run.stack), {
    args: ["--guesses-per-source", "999999999"],
    env: messages.env,
  });
  const nodes = await startMortalNodes(start, 3);
  const [first] = nodes.living();
  if (first === undefined) throw new Error("there is no node");
  const stage = await setRaceStage(first, messages);
  const runners: Runner[] = [];
  for (let lane = 0; lane < lanes; lane += 1) runners.push(await createRunner(first, stage, lane));
  const score: Score = { done: 0, disturbed: 0, spoilt: 0, ofKind: new Map(), broken: [] };
  nodes.startKilling(killEveryMs);
  const begun = performance.now();
  // The minutes are for racing.
  const until = begun + (run.until - run.begun);
  const goesOn = () => score.done < run.count && performance.now() < until && score.broken.length < 100;
  await Promise.all(runners.map((runner) => runLane({ nodes, stage, runner, score, goesOn, say: run.say })));
  await nodes.stopKilling();
  return {
    done: score.done,
    broken: score.broken,
    figures: figuresOf(score, nodes, performance.now() - begun),
  };
}

interface Lane {
  readonly nodes: MortalNodes;
  readonly stage: RaceStage;
  readonly runner: Runner;
  readonly score: Score;
  readonly goesOn: () => boolean;
  readonly say: Run["say"];
}

async function runLane(lane: Lane): Promise<void> {
  const { nodes, score, goesOn, say } = lane;
  while (goesOn()) {
    for (const [kind, prize] of Object.entries(prizes)) {
      const killsBefore = nodes.kills();
      try {
        await race(lane, kind, prize);
      } catch (error) {
        // Only somebody's death excuses it.
        if (nodes.kills() === killsBefore && nodes.living().length === 3) throw error;
        score.spoilt += 1;
      }
      say(`${score.done.toLocaleString("en")} races, ${nodes.kills()} kills`);
    }
  }
}

async function race({ nodes, stage, runner, score }: Lane, kind: string, prize: Prize): Promise<void> {
  const turns = inTurn(nodes.living);
  const claim = await prize(turns.server, stage, runner);
  const answers = await Promise.all([claim(turns.server), claim(turns.server), claim(turns.server)]);
  // And once more, when everything is over.
  answers.push(await claim(turns.server));
  score.done += 1;
  score.ofKind.set(kind, (score.ofKind.get(kind) ?? 0) + 1);
  if (answers.includes("unanswered")) score.disturbed += 1;
  score.broken.push(...wrongIn(kind, answers));
}

function wrongIn(kind: string, answers: readonly Claimed[]): string[] {
  const wins = answers.filter((answer) => answer === "won").length;
  if (wins > 1) return [`twice: one of the ${kind} was good ${wins} times`];
  // Somebody has to win, unless who did was not told.
  return wins === 0 && !answers.includes("unanswered") ? [`one of the ${kind} was good for nobody`] : [];
}

function figuresOf({ done, disturbed, spoilt, ofKind }: Score, nodes: MortalNodes, ms: number): Figure[] {
  const kinds = [...ofKind].map(([kind, count]) => `${count.toLocaleString("en")} ${kind}`);
  return [
    { name: "of them", value: kinds.join(", ") },
    { name: "claims", value: `${(4 * done).toLocaleString("en")}, three at once and one after them` },
    { name: "nodes killed", value: `${nodes.kills()}` },
    { name: "races with a claim that was not answered", value: `${disturbed}` },
    { name: "prizes that a kill spoilt before the race", value: `${spoilt}` },
    { name: "speed", value: `${Math.round((done / ms) * 1000)} races a second` },
  ];
}
