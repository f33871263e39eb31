/**
 * The machine's clock is set by an hour or a day, forth and back, under a running server. The server believes its parent about the time
 * (`movable-clock.ts`), so that hours pass in a moment: on the clock that is set, and on the one that nobody sets.
 */
import { join } from "node:path";
import { goesOn, type Outcome, type Run, type Scenario } from "../scenario.ts";
import { startServer } from "../server-process.ts";
import { type ClockHouse, issueAll, type LivingThing, openHouse, signInWorks } from "./living-things.ts";

export const clockJumps: Scenario = {
  name: "clock",
  summary: "the machine's clock set by ±1 h and ±1 d: nothing lives longer, and everything goes on",
  unit: "jumps",
  long: { count: 80, minutes: 10 },
  short: { count: 2, minutes: 0.5 },
  run: jumpAgainAndAgain,
};

const movableClock = join(import.meta.dirname, "movable-clock.ts");
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** In this order, so that two are one back and one forth. */
const jumps = [
  ["-1 h", -hour],
  ["+1 d", 24 * hour],
  ["+1 h", hour],
  ["-1 d", -24 * hour],
] as const;

interface Tale {
  readonly house: ClockHouse;
  readonly time: { passedMs: number; setMs: number };
  readonly broken: string[];
  looked: number;
}

async function jumpAgainAndAgain(run: Run): Promise<Outcome> {
  const args = ["--data", join(run.folder, "data")];
  const server = await startServer(run.stack, { args, preload: movableClock });
  const tale: Tale = {
    house: await openHouse(server),
    time: { passedMs: 0, setMs: 0 },
    broken: [],
    looked: 0,
  };
  let done = 0;
  for (; goesOn(run, done); run.say(`${done} jumps`)) {
    const [name, ms] = jumps[done % jumps.length] ?? jumps[0];
    await jump(tale, name, ms);
    done += 1;
  }
  const { broken, looked } = tale;
  return { done, broken, figures: [{ name: "lifetimes watched to their end", value: `${looked}` }] };
}

async function jump(tale: Tale, name: string, ms: number): Promise<void> {
  const { house, time, broken } = tale;
  const before = await issueAll(house);
  time.setMs += ms;
  await house.server.ask(time);
  if (!(await signInWorks(house))) broken.push(`nobody could sign in after ${name}`);
  const after = await issueAll(house);
  const issuedAtMs = time.passedMs;
  // As long as each may live, and a moment more: shortest first.
  for (const [index, { lifetimeMs }] of after.entries()) {
    time.passedMs = issuedAtMs + lifetimeMs + second;
    await house.server.ask(time);
    await expectOver(tale, `${name}, issued before it`, before[index]);
    await expectOver(tale, `${name}, issued after it`, after[index]);
  }
  if (!(await signInWorks(house))) broken.push(`nobody could sign in when all was over after ${name}`);
}

async function expectOver(tale: Tale, when: string, thing: LivingThing | undefined): Promise<void> {
  tale.looked += 1;
  if (await thing?.isAlive()) tale.broken.push(`${thing?.name} lived on after ${when}`);
}
