/**
 * HP-06: the time of an answer does not tell who exists. Samples taken turn by turn, so that whatever else the machine
 * does befalls all, and compared by rank, so that a few slow answers decide nothing.
 */
import {
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import { disable } from "./support/mishaps.ts";
import { fastPower } from "./support/number-power.ts";
import { initiate, told, wrongPassword } from "./support/password-flow.ts";
import { passwordClient } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { rankTest } from "./support/rank-test.ts";
import { type TestServer, testServer } from "./support/server.ts";
import { createSrpClient } from "./support/srp-client.ts";

const sampleSize = 120;
const names = ["ada", "disabled", "nobody"] as const;
type Samples = Readonly<Record<(typeof names)[number], readonly number[]>>;

interface Stage {
  readonly server: TestServer;
  readonly UserPoolId: string;
  readonly ClientId: string;
}

describe("HP-06: somebody, somebody disabled and a name nobody has take the same time", () => {
  test("to be refused for a wrong password", async () => {
    const { server, ClientId } = await stage();
    await expectAlike(
      (USERNAME) => timed(initiate(server, ClientId, { USERNAME, PASSWORD: wrongPassword })),
      server,
    );
  });

  test("to be asked for and refused a proof by SRP", async () => {
    const { server, UserPoolId, ClientId } = await stage();
    // The client's own arithmetic is none of the time that is compared.
    const srp = createSrpClient({ power: fastPower });
    await expectAlike(async (USERNAME) => {
      const AuthParameters = { USERNAME, SRP_A: srp.start() };
      const begin = performance.now();
      const { ChallengeParameters } = await server.admin.send(
        new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters }),
      );
      const asked = performance.now() - begin;
      const claim = srp.answer(ChallengeParameters, wrongPassword, UserPoolId, server.clock.now());
      const answer = new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "PASSWORD_VERIFIER",
        ChallengeResponses: { USERNAME, ...claim },
      });
      return asked + (await timed(server.admin.send(answer)));
    }, server);
  });
});

test("the comparison sees a difference of a tenth", () => {
  const base = Array.from({ length: sampleSize }, (_, index) => 30 + (index % 10));
  expect(rankTest(base, base)).toBeGreaterThan(0.9);
  expect(
    rankTest(
      base,
      base.map((ms) => ms * 0.9),
    ),
  ).toBeLessThan(0.001);
});

async function stage(): Promise<Stage> {
  const server = await testServer();
  const UserPoolId = await createPool(server);
  const ClientId = await passwordClient(server, UserPoolId, {
    PreventUserExistenceErrors: "ENABLED",
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
  });
  await createPerson(server, UserPoolId, "ada");
  await disable(server, UserPoolId, await createPerson(server, UserPoolId, "disabled"));
  return { server, UserPoolId, ClientId };
}

async function timed(call: Promise<unknown>): Promise<number> {
  const begin = performance.now();
  const answer = await told(call);
  const taken = performance.now() - begin;
  expect(answer).toBe("Incorrect username or password.");
  return taken;
}

/** Equal times fail one comparison in a thousand by chance; a second look makes that one in a million. */
async function expectAlike(time: (name: string) => Promise<number>, server: TestServer): Promise<void> {
  await sample(time, server, 20);
  const first = await sample(time, server, sampleSize);
  expect(areAlike(first) || areAlike(await sample(time, server, sampleSize))).toBe(true);
}

function areAlike({ ada, disabled, nobody }: Samples): boolean {
  return (
    rankTest(ada, nobody) > 0.001 && rankTest(disabled, nobody) > 0.001 && rankTest(ada, disabled) > 0.001
  );
}

async function sample(
  time: (name: string) => Promise<number>,
  server: TestServer,
  size: number,
): Promise<Samples> {
  const samples = { ada: [] as number[], disabled: [] as number[], nobody: [] as number[] };
  for (let turn = 0; turn < size; turn++) {
    // Past any lockout, so that every secret is looked at; and each name goes first as often as the others.
    server.advance(901);
    for (let index = 0; index < names.length; index++) {
      const name = names[(index + turn) % names.length] ?? "ada";
      samples[name].push(await time(name));
    }
  }
  return samples;
}
