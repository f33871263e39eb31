/** HP-06: the time in which the page answers does not tell who exists. Samples are taken turn by turn and compared by rank. */
import { expect, test } from "vitest";
import { type Browser, formOf } from "./support/browser.ts";
import { browserOf, queryOf, type Stage } from "./support/hosted.ts";
import { accountStage } from "./support/hosted-accounts.ts";
import { createPerson } from "./support/pool.ts";
import { rankTest } from "./support/rank-test.ts";
import { testServer } from "./support/server.ts";

const sampleSize = 200;

test("HP-06: somebody and a name nobody has take the same time to be sent a code", async () => {
  const stage = await accountStage(await testServer(), {});
  await createPerson(stage.server, stage.poolId, "ada", { email: "ada@example.com", email_verified: "true" });
  await sample(stage, 20);
  // Equal times fail one comparison in a thousand by chance; a second look makes that one in a million.
  const first = await sample(stage, sampleSize);
  expect(areAlike(first) || areAlike(await sample(stage, sampleSize))).toBe(true);
});

interface Samples {
  readonly ada: readonly number[];
  readonly nobody: readonly number[];
}

function areAlike({ ada, nobody }: Samples): boolean {
  return rankTest(ada, nobody) > 0.001;
}

async function sample(stage: Stage, size: number): Promise<Samples> {
  const samples = { ada: [] as number[], nobody: [] as number[] };
  const browser = browserOf(stage);
  for (let turn = 0; turn < size; turn++) {
    // Past the limit of an hour; and each name goes first as often as the other.
    stage.server.advance(3600);
    const names = turn % 2 === 0 ? (["ada", "nobody"] as const) : (["nobody", "ada"] as const);
    for (const name of names) samples[name].push(await timed(stage, browser, name));
  }
  return samples;
}

async function timed(stage: Stage, browser: Browser, username: string): Promise<number> {
  const { action, hidden } = formOf(await browser.get(`/forgotPassword?${queryOf(stage)}`));
  const begin = performance.now();
  const { status } = await browser.post(action, { ...hidden, username });
  const taken = performance.now() - begin;
  expect(status).toBe(303);
  return taken;
}
