/** Codes, one-time passwords and refresh tokens, each brought to three nodes at once while nodes are killed. */
import { setTimeout as pause } from "node:timers/promises";
import { inTurn, nodesOn } from "../nodes.ts";
import { startDatabase } from "../postgres/single.ts";
import type { Figure, Outcome, Run, Scenario } from "../scenario.ts";
import type { ServerProcess } from "../server-process.ts";
import { type MortalNodes, startMortalNodes } from "./mortal-nodes.ts";
import { authorizationCode, type Claim, type Claimed, oneTimePassword, refreshGeneration } from "./prizes.ts";
import { changeNumber, createRunner, LockedOut, type RaceStage, type Runner, setRaceStage } from "./stage.ts";
import { NoMessage, startTextMessages } from "./text-messages.ts";

export const races: Scenario = {
  name: "races",
  summary: "whatever is good once, brought to three nodes at once, while nodes are killed",
  unit: "races",
  long: { count: 1_000_000, minutes: 24 * 60 },
  short: { count: 40, minutes: 0.2 },
  run: raceAgainAndAgain,
};

/** Each waits for one race at a time, so that many keep three nodes busy. */
const mostLanes = 24;
const racesOfLane = 12;
/** A node that has just been started is a slow one: it lives for three of these, and may get used to its work. */
const killEveryMs = 30_000;
const killsAtLeast = 4;
/** On two cores more of them only wait for each other: a fifth less with the usual 16. */
const connectionsOfNode = 6;
/** The first lock-out of a person lasts one second, the next of the same quarter of an hour two. */
const lockOutMs = 2_000;

interface Score {
  done: number;
  /** Races in which somebody was not answered. */
  disturbed: number;
  /** Prizes that could not be had, because the node that was asked for them was killed, or had its message to send. */
  spoilt: number;
  /** How often somebody had to wait for the end of a lock-out: late claims of one-time passwords are wrong guesses. */
  lockedOut: number;
  readonly ofKind: Map<string, number>;
  readonly broken: string[];
}

async function raceAgainAndAgain(run: Run): Promise<Outcome> {
  const messages = await startTextMessages(run.stack);
  const { nearUrl } = await startDatabase(run.stack);
  const start = nodesOn(run, `${nearUrl}&pool_size=${connectionsOfNode}`, {
    args: ["--guesses-per-source", "999999999", "--quotas", "none", "--log-level", "error"],
    env: messages.env,
  });
  const nodes = await startMortalNodes(start, 3);
  const [first] = nodes.living();
  if (first === undefined) throw new Error("there is no node");
  const stage = await setRaceStage(first, messages);
  const lanes = Math.min(mostLanes, Math.ceil(run.count / racesOfLane));
  const runners: Runner[] = [];
  for (let lane = 0; lane < lanes; lane += 1) {
    run.say(`${lane} people`);
    runners.push(await createRunner(first, stage, lane, run.stack));
  }
  const score: Score = { done: 0, disturbed: 0, spoilt: 0, lockedOut: 0, ofKind: new Map(), broken: [] };
  nodes.startKilling(Math.min(killEveryMs, (run.until - run.begun) / killsAtLeast));
  const begun = performance.now();
  // The minutes are for racing.
  const until = begun + (run.until - run.begun);
  const hasTime = () => performance.now() < until && !run.isCutShort();
  const goesOn = () => score.done < run.count && hasTime() && score.broken.length < 100;
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

/** Whoever wins a one-time password gets the refresh token of the next race. */
async function runLane(lane: Lane): Promise<void> {
  const { nodes, stage, runner, goesOn } = lane;
  const excused = (work: () => Promise<void>) => unlessSomebodyDied(lane, work);
  while (goesOn()) {
    await excused(async () => {
      await race(lane, "authorization codes", (node) => authorizationCode(node, stage, runner));
    });
    const tokens: string[] = [];
    const hasRaced = await excused(async () => {
      tokens.push(
        ...(await race(lane, "one-time passwords", (node) => oneTimePassword(node, stage, runner))),
      );
    });
    for (const token of tokens)
      await race(lane, "refresh generations", () => refreshGeneration(stage, runner, token));
    if (!hasRaced)
      await untilDone(() => excused(() => changeNumber(inTurn(nodes.living).server, stage, runner)));
  }
}

/** False when it could not be done because of a kill, of a lock-out, or for want of a text message: nothing else excuses it. */
async function unlessSomebodyDied({ nodes, score }: Lane, work: () => Promise<void>): Promise<boolean> {
  const killsBefore = nodes.kills();
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof LockedOut) {
      score.lockedOut += 1;
      await pause(lockOutMs);
      return false;
    }
    const haveAllLived = nodes.kills() === killsBefore && nodes.living().length === 3;
    if (haveAllLived && !(error instanceof NoMessage)) throw error;
    score.spoilt += 1;
    return false;
  }
}

async function untilDone(tryIt: () => Promise<boolean>): Promise<void> {
  while (!(await tryIt())) await pause(100);
}

/** The refresh tokens that were given: one, or none where nobody was told. */
async function race(
  { nodes, score, say }: Lane,
  kind: string,
  prize: (node: ServerProcess) => Claim | Promise<Claim>,
): Promise<string[]> {
  const turns = inTurn(nodes.living, score.done);
  const claim = await prize(turns.server);
  const answers = await Promise.all([claim(turns.server), claim(turns.server), claim(turns.server)]);
  // And once more, when everything is over.
  answers.push(await claim(turns.server));
  score.done += 1;
  score.ofKind.set(kind, (score.ofKind.get(kind) ?? 0) + 1);
  if (answers.some((answer) => answer.kind === "unanswered")) score.disturbed += 1;
  score.broken.push(...wrongIn(kind, answers));
  say(`${score.done.toLocaleString("en")} races, ${nodes.kills()} kills`);
  return answers.flatMap((answer) => (answer.kind === "won" ? [answer.refreshToken] : []));
}

function wrongIn(kind: string, answers: readonly Claimed[]): string[] {
  const wins = answers.filter((answer) => answer.kind === "won").length;
  const wrong = answers.flatMap((answer) => (answer.kind === "wrong" ? [`${kind}: ${answer.what}`] : []));
  if (wins > 1) wrong.push(`twice: one of the ${kind} was good ${wins} times`);
  // Somebody has to win, unless who did was not told, or may not sign in at the moment.
  const refusals = answers.flatMap((answer) => (answer.kind === "lost" ? [answer.said] : []));
  if (refusals.length === answers.length)
    wrong.push(`one of the ${kind} was good for nobody: ${refusals.join(" ")}`);
  return wrong;
}

function figuresOf(
  { done, disturbed, spoilt, lockedOut, ofKind }: Score,
  nodes: MortalNodes,
  ms: number,
): Figure[] {
  const kinds = [...ofKind].map(([kind, count]) => `${count.toLocaleString("en")} ${kind}`);
  return [
    { name: "of them", value: kinds.join(", ") },
    { name: "claims", value: `${(4 * done).toLocaleString("en")}, three at once and one after them` },
    { name: "nodes killed", value: `${nodes.kills()}` },
    { name: "races with a claim that was not answered", value: `${disturbed}` },
    { name: "prizes that a kill spoilt before the race", value: `${spoilt}` },
    { name: "waits for the end of a lock-out", value: `${lockedOut}` },
    { name: "speed", value: `${Math.round((done / ms) * 1000)} races a second` },
  ];
}
