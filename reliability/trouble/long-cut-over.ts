/** Another process keeps SQLite's write lock for longer than a write waits for it: the cut-over of `poolhouse migrate` at a slow database. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openMoveSource } from "../../packages/server/src/sql/copy/move-source.ts";
import { goesOn, milliseconds, type Outcome, type Run, type Scenario } from "../scenario.ts";
import { startServer } from "../server-process.ts";
import { type Answer, openDoors, readsAt, writesAt } from "./doors.ts";
import { notPutOff, notServed, untilGood } from "./promises.ts";

export const longCutOver: Scenario = {
  name: "cut-over",
  summary:
    "SQLite: a move's cut-over that takes too long: reads serve, writes are put off, and go through after it",
  unit: "cut-overs",
  long: { count: 20, minutes: 5 },
  short: { count: 1, minutes: 0.5 },
  run: cutOverAgainAndAgain,
};

async function cutOverAgainAndAgain(run: Run): Promise<Outcome> {
  const data = join(run.folder, "data");
  const server = await startServer(run.stack, { args: ["--data", data] });
  const source = openMoveSource(join(data, "poolhouse.sqlite"));
  run.stack.defer(() => source.close());
  const broken: string[] = [];
  const waitsMs: number[] = [];
  const recoveriesMs: number[] = [];
  let served = 0;
  let done = 0;
  for (; goesOn(run, done); run.say(`${done} cut-overs`)) {
    const doors = await openDoors(server);
    const writes = writesAt(server, doors, `person-${done}`);
    await source.exclusively(async () => {
      const begun = performance.now();
      const refusing = Promise.all(writes.map(({ ask }) => ask()));
      const answers = await readUntil(refusing, () => readsAt(server, doors).map(({ ask }) => ask()));
      broken.push(...notPutOff(await refusing), ...notServed(answers));
      served += answers.length;
      waitsMs.push(performance.now() - begun);
    });
    const recovery = await untilGood(writes);
    broken.push(...recovery.broken);
    recoveriesMs.push(recovery.ms);
    done += 1;
  }
  return {
    done,
    broken,
    figures: [
      { name: "writes waited for it, and were put off, for", value: milliseconds(waitsMs) },
      { name: "reads served meanwhile", value: `${served}` },
      { name: "from its end to the last door open", value: milliseconds(recoveriesMs) },
    ],
  };
}

/** Reads again and again while the others wait. */
async function readUntil(waited: Promise<unknown>, read: () => Promise<Answer>[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  let isOver = false;
  const over = waited.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    answers.push(...(await Promise.all(read())));
    await Promise.race([over, pause(250)]);
  }
  return answers;
}
