/**
 * HP-06: the time of an answer does not tell who exists. Two samples taken turn by turn, so that whatever else the
 * machine does befalls both, and compared by rank, so that a few slow answers decide nothing.
 */
import { expect, test } from "vitest";
import { initiate, told, wrongPassword } from "./support/password-flow.ts";
import { passwordClient } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { type TestServer, testServer } from "./support/server.ts";

const sampleSize = 60;

test("HP-06: a wrong password and a name nobody has take the same time", async () => {
  const server = await testServer();
  const UserPoolId = await createPool(server);
  const ClientId = await passwordClient(server, UserPoolId, { PreventUserExistenceErrors: "ENABLED" });
  await createPerson(server, UserPoolId, "ada");
  await sample(server, ClientId);
  const first = await sample(server, ClientId);
  // Equal times fail one comparison in a thousand by chance; a second look makes that one in a million.
  expect(rankTest(first) > 0.001 || rankTest(await sample(server, ClientId)) > 0.001).toBe(true);
});

test("the comparison sees a difference of a tenth", () => {
  const base = Array.from({ length: sampleSize }, (_, index) => 30 + (index % 10));
  expect(rankTest({ somebody: base, nobody: base })).toBeGreaterThan(0.9);
  expect(rankTest({ somebody: base, nobody: base.map((ms) => ms * 0.9) })).toBeLessThan(0.001);
});

interface Samples {
  readonly somebody: readonly number[];
  readonly nobody: readonly number[];
}

async function sample(server: TestServer, ClientId: string): Promise<Samples> {
  const somebody: number[] = [];
  const nobody: number[] = [];
  const time = async (USERNAME: string, into: number[]): Promise<void> => {
    // Past any lockout, so that every password is looked at.
    server.advance(901);
    const begin = performance.now();
    const answer = await told(initiate(server, ClientId, { USERNAME, PASSWORD: wrongPassword }));
    into.push(performance.now() - begin);
    expect(answer).toBe("Incorrect username or password.");
  };
  for (let index = 0; index < sampleSize; index++) {
    const isFirst = index % 2 === 0;
    if (isFirst) await time("ada", somebody);
    await time("nobody", nobody);
    if (!isFirst) await time("ada", somebody);
  }
  return { somebody, nobody };
}

/** Mann-Whitney's U by its normal approximation: how likely times at least so different are if they are alike. */
function rankTest({ somebody, nobody }: Samples): number {
  const [n, m] = [somebody.length, nobody.length];
  let u = 0;
  for (const left of somebody) for (const right of nobody) u += left === right ? 0.5 : Number(left > right);
  const z = Math.abs(u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  return 2 * (1 - normalDistribution(z));
}

/** Abramowitz and Stegun 26.2.17; its error is below 1e-7. */
function normalDistribution(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const terms = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const sum = terms.reduce((total, term, index) => total + term * t ** (index + 1), 0);
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}
