/** PostgreSQL that cannot be reached for a while. */
import { nodesOn } from "../nodes.ts";
import { startDatabase } from "../postgres/single.ts";
import { layWire } from "../postgres/wire.ts";
import { goesOn, milliseconds, type Outcome, type Run, type Scenario } from "../scenario.ts";
import type { ServerProcess } from "../server-process.ts";
import { openDoors, readsAt, writesAt } from "./doors.ts";
import { notPutOff, notServed, untilGood } from "./promises.ts";

export const databaseAway: Scenario = {
  name: "away",
  summary: "PostgreSQL out of reach: everything is put off, and it recovers by itself",
  unit: "times away",
  long: { count: 20, minutes: 15 },
  short: { count: 1, minutes: 0.5 },
  run: goAwayAgainAndAgain,
};

/** The first have patience with it; whoever comes after them is refused soon. */
const soonMs = 3000;

async function goAwayAgainAndAgain(run: Run): Promise<Outcome> {
  const { url } = await startDatabase(run.stack);
  const wire = await layWire(run.stack, url);
  const server = await nodesOn(run, wire.url)();
  const broken: string[] = [];
  const firstMs: number[] = [];
  const laterMs: number[] = [];
  const recoveriesMs: number[] = [];
  let done = 0;
  for (; goesOn(run, done); run.say(`${done} times away`)) {
    const doors = await openDoors(server);
    const writes = writesAt(server, doors, `person-${done}`);
    await wire.cut();
    for (const times of [firstMs, laterMs, laterMs]) {
      const begun = performance.now();
      broken.push(...notPutOff(await Promise.all(writes.map(({ ask }) => ask()))));
      times.push(performance.now() - begun);
    }
    if (Math.max(...laterMs) > soonMs)
      broken.push(`who came later waited ${Math.round(Math.max(...laterMs))} ms`);
    if ((await readiness(server)) !== 503) broken.push("it said that it was ready without a database");
    await wire.mend();
    const recovery = await untilGood(writes);
    recoveriesMs.push(recovery.ms);
    broken.push(...recovery.broken);
    broken.push(...notServed(await Promise.all(readsAt(server, doors).map(({ ask }) => ask()))));
    done += 1;
  }
  return {
    done,
    broken,
    figures: [
      { name: "refused: the first, who had patience with it", value: milliseconds(firstMs) },
      { name: "refused: who came later", value: milliseconds(laterMs) },
      { name: "from its return to the last door open", value: milliseconds(recoveriesMs) },
    ],
  };
}

async function readiness({ url }: ServerProcess): Promise<number> {
  return (await fetch(`${url}/health/ready`)).status;
}
