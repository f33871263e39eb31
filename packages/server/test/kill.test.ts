/** Failure test: the whole server, killed with `kill -9` while apps and administrators write, twenty times over. */
import { beforeAll, expect, test } from "vitest";
import { checkLedger, checkWhatIsOver } from "./kill/check.ts";
import { codeFor, countOf, emptyLedger, type Ledger, workUntilKilled } from "./kill/load.ts";
import { browserAt, setKillStage, startKillServer } from "./kill/stage.ts";
import { buildCli, freshFolder } from "./support/cli.ts";
import { authorizePath } from "./support/hosted.ts";

beforeAll(buildCli);

const rounds = 20;

test("RT-11 nothing acknowledged is lost, no code is redeemed twice and nothing revoked comes back, whenever the server is killed", async ({
  annotate,
}) => {
  const dataFolder = freshFolder();
  let server = await startKillServer(dataFolder);
  const stage = await setKillStage(server);
  let browser = browserAt(server);
  const page = await browser.visit(authorizePath({ client: stage.plain }));
  const { username, password } = stage.person;
  await browser.submit(page, { username, password });

  const ledgers: Ledger[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ledger = emptyLedger();
    ledgers.push(ledger);
    // Random on purpose: no moment may be a bad one.
    const killAfter = 1 + Math.floor(Math.random() * 100);
    await workUntilKilled({ server, stage, browser, ledger, round }, killAfter);
    expect(countOf(ledger)).toBeGreaterThanOrEqual(killAfter);

    server = await startKillServer(dataFolder);
    expect(await checkLedger({ server, stage }, ledger)).toEqual({ lost: [], twice: [] });
    // Whoever was signed in in a browser still is.
    browser = browserAt(server, browser);
    expect(await codeFor({ browser, stage, ledger: emptyLedger() })).toMatch(/^[0-9a-f-]{36}$/);
  }

  for (const ledger of ledgers) expect(await checkWhatIsOver({ server, stage }, ledger)).toEqual([]);
  const sum = (count: (ledger: Ledger) => number) =>
    ledgers.reduce((total, ledger) => total + count(ledger), 0);
  const codes = sum(({ redeemed, raced }) => redeemed.length + raced.length);
  expect(codes).toBeGreaterThan(0);
  const counts = [
    `${sum(({ people }) => people.length)} people`,
    `${sum(({ families }) => families.length)} sign-ins`,
    `${sum(({ chains }) => chains.reduce((total, { tokens }) => total + tokens.length - 1, 0))} rotations`,
    `${codes} codes`,
    `${sum(({ revoked }) => revoked.length)} revocations`,
    `${sum(({ unanswered }) => unanswered.size)} codes unanswered`,
  ];
  await annotate(`${rounds} rounds, ${sum(countOf)} acknowledgements: ${counts.join(", ")}; 0 lost, 0 twice`);
});
