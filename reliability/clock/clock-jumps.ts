/**
 * The machine's clock is set by an hour or a day, forth and back, under a running server. The server believes its parent about the time
 * (`movable-clock.ts`), so that hours pass in a moment: on the clock that is set, and on the one that nobody sets.
 */
import { join } from "node:path";
import { goesOn, type Outcome, type Run, type Scenario } from "../scenario.ts";
import { startServer } from "../server-process.ts";
import { issueAll, type LivingThing, openHouse, signInWorks } from "./living-things.ts";

export const clockJumps: Scenario = {
  name: "clock",
  summary: "the machine's clock set by ±1 h and ±1 d: nothing lives longer, and everything goes on",
  unit: "rounds of jumps",
  long: { count: 20, minutes: 10 },
  short: { count: 1, minutes: 0.5 },
  run: jumpAgainAndAgain,
};

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const jumps = { "+1 h": hour, "-1 h": -hour, "+1 d": 24 * hour, "-1 d": -24 * hour } as const;

async function jumpAgainAndAgain(run: Run): Promise<Outcome> {
  const server = await startServer(run.stack, {
    args: ["--data", join(run.folder, "data")],
    movableClock: true,
  });
  const house = await openHouse(server);
  const time = { passedMs: 0, setMs: 0 };
  const move = async (change: Partial<typeof time>) => {
    Object.assign(time, change);
    await server.setClock(time);
  };
  const broken: string[] = [];
  let done = 0;
  let looked = 0;
  const expectOver = async (when: string, thing: LivingThing | undefined) => {
    looked += 1;
    if (await thing?.isAlive()) broken.push(`${thing?.name} lived on ${when}`);
  };
  for (; goesOn(run, done); run.say(`${done} rounds of jumps`)) {
    for (const [jump, ms] of Object.entries(jumps)) {
      const before = await issueAll(house);
      await move({ setMs: time.setMs + ms });
      if (!(await signInWorks(house))) broken.push(`nobody could sign in after ${jump}`);
      const after = await issueAll(house);
      const issuedAtMs = time.passedMs;
      // As long as each may live, and no longer: shortest first, each with some seconds more.
      for (const [index, { lifetimeMs }] of after.things.entries()) {
        await move({ passedMs: issuedAtMs + lifetimeMs + second });
        await expectOver(`after ${jump}, issued before it`, before.things[index]);
        await expectOver(`after ${jump}, issued after it`, after.things[index]);
      }
      if (!(await signInWorks(house))) broken.push(`nobody could sign in when all was over after ${jump}`);
    }
    done += 1;
  }
  return {
    done,
    broken,
    figures: [{ name: "lifetimes looked at", value: `${looked}, each over when it should be` }],
  };
}
