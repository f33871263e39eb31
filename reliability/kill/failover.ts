/** Three nodes on PostgreSQL with a synchronous standby: the primary is killed under load, and the standby promoted. */
import { setTimeout as pause } from "node:timers/promises";
import { refresh } from "../../packages/server/test/support/oauth.ts";
import { inTurn, nodesOn, startSeveral } from "../nodes.ts";
import { type PostgresPair, startPair } from "../postgres/pair.ts";
import { goesOn, milliseconds, type Outcome, type Run, type Scenario } from "../scenario.ts";
import type { ServerProcess } from "../server-process.ts";
import { checkLedger, checkWhatIsOver } from "./check.ts";
import { countOf, emptyLedger, isNotNow, type Ledger, signIn, workThrough } from "./load.ts";
import { signedInBrowser } from "./sqlite.ts";
import { type KillStage, setKillStage } from "./stage.ts";
import { tallyOf } from "./tally.ts";

export const failover: Scenario = {
  name: "failover",
  summary:
    "PostgreSQL: the primary killed with kill -9 and its synchronous standby promoted, three nodes at work",
  unit: "failovers",
  long: { count: 20, minutes: 60 },
  short: { count: 1, minutes: 1 },
  run: failOverAgainAndAgain,
};

const goalMs = 1000;

interface House {
  readonly pair: PostgresPair;
  readonly nodes: readonly ServerProcess[];
  readonly stage: KillStage;
}

interface Outages {
  readonly fromKill: number[];
  readonly fromPromotion: number[];
  readonly promotions: number[];
  /** What the machine and the load cost by themselves. */
  readonly before: number[];
}

async function failOverAgainAndAgain(run: Run): Promise<Outcome> {
  const pair = await startPair(run.stack, run.folder);
  const start = nodesOn(run, pair.url);
  const nodes = await startSeveral(start, 3);
  const stage = await setKillStage(inTurn(() => nodes).server);
  const house: House = { pair, nodes, stage };
  const ledgers: Ledger[] = [];
  const broken: string[] = [];
  const outages: Outages = { fromKill: [], fromPromotion: [], promotions: [], before: [] };
  for (; goesOn(run, ledgers.length); run.say(`${ledgers.length} failovers`)) {
    const ledger = emptyLedger();
    await failOver(house, ledger, ledgers.push(ledger), outages);
    const { lost, twice } = await checkLedger(anyNode(house), ledger);
    broken.push(...lost.map((what) => `lost: ${what}`), ...twice.map((what) => `twice: ${what}`));
    await pair.rebuildStandby();
  }
  for (const ledger of ledgers) {
    for (const what of await checkWhatIsOver(anyNode(house), ledger)) broken.push(`twice, later: ${what}`);
  }
  return {
    done: ledgers.length,
    broken: [...broken, ...tooLong(outages)],
    figures: figuresOf(ledgers, outages),
  };
}

function anyNode({ nodes, stage }: House) {
  const turns = inTurn(() => nodes);
  return {
    stage,
    get server() {
      return turns.server;
    },
  };
}

/** Work on every node; in the middle of it the kill, at once the promotion, and some more work on what is left. */
async function failOver({ pair, nodes, stage }: House, ledger: Ledger, round: number, outages: Outages) {
  let isOver = false;
  const shift = { isOver: () => isOver, forgives: isNotNow };
  const watches: Watch[] = [];
  const works = nodes.map(async (server, index) => {
    const browser = await signedInBrowser(server, stage);
    const watch = startWatch();
    watches.push(watch);
    const work = { server, stage, browser, ledger, round: `${round}-${index}` };
    await Promise.all([workThrough(work, shift), keepWatch(watch, work, shift.isOver)]);
  });
  const working = Promise.all(works).finally(() => {
    isOver = true;
  });
  // What fails is told where it is waited for.
  working.catch(() => undefined);
  const until = async (isReached: () => boolean) => {
    while (!isReached() && !isOver) await pause(5);
  };
  // Random on purpose: no moment may be a bad one.
  const killAfter = 50 + Math.random() * 100;
  await until(() => countOf(ledger) >= killAfter && watches.length === nodes.length);
  const killedAt = performance.now();
  await pair.killPrimary();
  await pair.promoteStandby();
  const promotedAt = performance.now();
  await until(() => watches.every((watch) => watch.acknowledgedAt.some((at) => at > promotedAt + 500)));
  isOver = true;
  await working;
  outages.promotions.push(promotedAt - killedAt);
  for (const { acknowledgedAt } of watches) {
    const { lengthMs, end } = longestGap(acknowledgedAt, killedAt);
    const before = acknowledgedAt.filter((at) => at <= killedAt);
    // One that had not begun yet has waited for nothing.
    if (before.length > 1) outages.before.push(longestGap(before, 0).lengthMs);
    outages.fromKill.push(lengthMs);
    outages.fromPromotion.push(Math.max(0, end - promotedAt));
  }
}

/** When a node acknowledged a write, as one who does nothing but write sees it. */
interface Watch {
  readonly acknowledgedAt: number[];
}

function startWatch(): Watch {
  return { acknowledgedAt: [] };
}

const watchPauseMs = 10;

async function keepWatch(
  { acknowledgedAt }: Watch,
  { server, stage }: Parameters<typeof signIn>[0],
  isOver: () => boolean,
): Promise<void> {
  let token: string | undefined;
  while (!isOver()) {
    try {
      token ??= await signIn({ server, stage }, stage.patient);
    } catch (error) {
      if (!isNotNow(error)) throw error;
      continue;
    }
    const { status, body } = await refresh(server, stage.patient, token);
    if (status === 200) acknowledgedAt.push(performance.now());
    else if (status !== 503) throw new Error(`a rotation was answered ${status} ${body.error}`);
    // A rotation that was not answered is tried again with the same token: it brings the same successor.
    token = status === 200 ? body.refresh_token : token;
    await pause(watchPauseMs);
  }
}

/** Beginning with the last answer before the kill; what was committed before it may be answered after it. */
function longestGap(times: readonly number[], killedAt: number): { lengthMs: number; end: number } {
  const before = times.findLast((at) => at <= killedAt) ?? times[0] ?? killedAt;
  const after = times.filter((at) => at > killedAt);
  const gaps = after.map((end, index) => ({ lengthMs: end - (after[index - 1] ?? before), end }));
  return gaps.toSorted((a, b) => b.lengthMs - a.lengthMs)[0] ?? { lengthMs: Number.NaN, end: Number.NaN };
}

function tooLong({ fromKill }: Outages): string[] {
  const value = fromKill.toSorted((a, b) => a - b)[Math.floor(fromKill.length / 2)] ?? Number.NaN;
  // One failover is no median.
  if (fromKill.length < 10 || value <= goalMs) return [];
  return [`the outage was ${Math.round(value)} ms at the median, and may be ${goalMs}`];
}

function figuresOf(ledgers: readonly Ledger[], { fromKill, fromPromotion, promotions, before }: Outages) {
  return [
    ...tallyOf(ledgers),
    {
      name: "outage of a node, from its last write before the kill to its first after",
      value: milliseconds(fromKill),
    },
    { name: "from the end of the promotion to a node's next write", value: milliseconds(fromPromotion) },
    { name: "from the kill to the end of the promotion", value: milliseconds(promotions) },
    { name: "longest wait between two writes of a node before the kill", value: milliseconds(before) },
  ];
}
