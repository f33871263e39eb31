/** Drives one contestant through the rounds, the same for each, and counts. */
import { drawFaults } from "./faults.ts";
import type { Tally } from "./network.ts";
import type { Burst } from "./tabs/burst.ts";
import { type App, openTabs, type Tabs } from "./tabs-of.ts";
import { accessTokenSeconds, type World } from "./world.ts";

export interface Size {
  readonly tabs: number;
  /** Of each tab in each round. */
  readonly requests: number;
  readonly rounds: number;
  readonly seed: number;
}

export interface Score {
  readonly sent: number;
  readonly good: number;
  /** Answered 401 or 403, or never sent because the app held nobody to be signed in. */
  readonly refused: number;
  /** No server answered, however often it was tried. */
  readonly down: number;
  readonly repetitions: number;
  /** How often the person had to sign in again. */
  readonly signInsAgain: number;
  /** Sign-outs that tabs were told of. */
  readonly signOuts: number;
  readonly tally: Tally;
  /** Different ones, for whoever has to find out why. */
  readonly troubles: readonly string[];
}

/** What else happens in a round. */
interface Mishaps {
  /** The tabs wake up in the last minute of the access token, or when it is over. */
  readonly wakesUp: "after" | "before";
  readonly restartsIdentity?: true;
  readonly replacesProcess?: true;
}

const mishaps: readonly Mishaps[] = [
  { wakesUp: "after" },
  { wakesUp: "before", replacesProcess: true },
  { wakesUp: "after", restartsIdentity: true },
  { wakesUp: "after", replacesProcess: true },
  { wakesUp: "before", restartsIdentity: true },
  { wakesUp: "after" },
];

export async function drive(
  world: World,
  app: App,
  { tabs: count, requests, rounds, seed }: Size,
): Promise<Score> {
  const tabs = await openTabs(world, app, count);
  try {
    await tabs.signIn();
    const tally = world.network.begin(drawFaults(seed));
    const bursts: Burst[] = [];
    let signInsAgain = 0;
    let signOuts = 0;
    for (let round = 0; round < rounds; round += 1) {
      bursts.push(...(await playRound(world, tabs, tally, requests, mishaps[round % mishaps.length])));
      signOuts += await tabs.signOuts();
      if (await tabs.isSignedIn()) continue;
      signInsAgain += 1;
      await tabs.signIn();
    }
    const sum = (of: (burst: Burst) => number) => bursts.reduce((total, burst) => total + of(burst), 0);
    return {
      sent: count * requests * rounds,
      good: sum(({ good }) => good),
      refused: sum(({ refused }) => refused),
      down: sum(({ down }) => down),
      repetitions: sum(({ repetitions }) => repetitions),
      signInsAgain,
      signOuts,
      tally,
      troubles: [...new Set(bursts.flatMap(({ trouble }) => trouble ?? []))],
    };
  } finally {
    await tabs.close();
  }
}

async function playRound(
  world: World,
  tabs: Tabs,
  tally: Tally,
  requests: number,
  { wakesUp, restartsIdentity, replacesProcess }: Mishaps = { wakesUp: "after" },
): Promise<Burst[]> {
  const { network, identity, apps } = world;
  const { sent } = tally;
  const answered = decided(tally);
  await world.advance(accessTokenSeconds + (wakesUp === "after" ? 1 : -25));
  await tabs.wakeUp();
  const bursts = tabs.burst(requests);
  // While the first refresh is on its way.
  await until(() => tally.sent > sent);
  await Promise.all([restartsIdentity && identity.restart(), replacesProcess && apps.replaceOne()]);
  const ends = await bursts;
  // What goes on in the background must not be overtaken by the clock.
  await until(() => decided(tally) > answered && network.unanswered === 0);
  await pause(500);
  return ends;
}

/** Answers of the server that are no repetitions: a new refresh token, or none. */
function decided({ successors, reuseAlarms, refusals }: Tally): number {
  return successors.size + reuseAlarms + refusals;
}

/** Or until it is clear that it will not happen, which the counts then say. */
async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < 15_000; waited += 20) await pause(20);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
