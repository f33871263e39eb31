/** The whole server on SQLite, killed with `kill -9` while apps and administrators write. */
import { join } from "node:path";
import { textOf } from "../../packages/server/test/support/browser.ts";
import { authorizePath, callback } from "../../packages/server/test/support/hosted.ts";
import { goesOn, milliseconds, type Outcome, type Run, type Scenario } from "../scenario.ts";
import { type ServerProcess, startServer } from "../server-process.ts";
import { checkLedger, checkWhatIsOver } from "./check.ts";
import { codeFor, countOf, emptyLedger, type Ledger, workThrough } from "./load.ts";
import { browserAt, type KillStage, setKillStage } from "./stage.ts";
import { tallyOf } from "./tally.ts";

export const kill: Scenario = {
  name: "kill",
  summary: "SQLite: the server killed with kill -9 under load, and started again",
  unit: "kills",
  long: { count: 200, minutes: 60 },
  short: { count: 2, minutes: 1 },
  run: killAgainAndAgain,
};

async function killAgainAndAgain(run: Run): Promise<Outcome> {
  const start = () => startServer(run.stack, { args: ["--data", join(run.folder, "data")] });
  let server = await start();
  const stage = await setKillStage(server);
  let browser = await signedInBrowser(server, stage);
  const ledgers: Ledger[] = [];
  const broken: string[] = [];
  const restartsMs: number[] = [];
  for (; goesOn(run, ledgers.length); run.say(`${ledgers.length} kills`)) {
    const ledger = emptyLedger();
    const work = { server, stage, browser, ledger, round: ledgers.push(ledger) };
    await workThrough(work, killing(server, ledger));
    const killedAt = performance.now();
    server = await start();
    restartsMs.push(performance.now() - killedAt);
    const { lost, twice } = await checkLedger({ server, stage }, ledger);
    broken.push(...lost.map((what) => `lost: ${what}`), ...twice.map((what) => `twice: ${what}`));
    // Whoever was signed in in a browser still is: without a code this throws.
    browser = browserAt(server, browser);
    await codeFor({ browser, stage, ledger: emptyLedger() });
  }
  for (const ledger of ledgers) {
    for (const what of await checkWhatIsOver({ server, stage }, ledger)) broken.push(`twice, later: ${what}`);
  }
  const figures = [
    ...tallyOf(ledgers),
    { name: "from the kill to serving again", value: milliseconds(restartsMs) },
  ];
  return { done: ledgers.length, broken, figures };
}

/** Random on purpose: no moment may be a bad one. */
function killing(server: ServerProcess, ledger: Ledger) {
  const killAfter = 1 + Math.floor(Math.random() * 100);
  return {
    isOver() {
      if (countOf(ledger) >= killAfter && server.isRunning()) void server.kill();
      return !server.isRunning();
    },
    forgives: () => !server.isRunning(),
  };
}

export async function signedInBrowser(server: ServerProcess, stage: KillStage) {
  const browser = browserAt(server);
  const page = await browser.visit(authorizePath({ client: stage.plain }));
  const { username, password } = stage.person;
  const answer = await browser.submit(page, { username, password });
  if (!answer.location?.startsWith(callback))
    throw new Error(`no sign-in in a browser: ${answer.status} ${textOf(answer.html)}`);
  return browser;
}
