/** Guessing a second factor: counted like a password, by whoever knows the password. */
import {
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerTotp, begin, type MfaStage, mfaStage, personWithTotp, wrongTotp } from "./support/mfa.ts";
import { told } from "./support/password-flow.ts";
import { signIn } from "./support/people.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;
let stage: MfaStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await mfaStage(server);
});
afterAll(() => server.close());

const wrong = "Invalid code received for user";
const exceeded = "Password attempts exceeded";

test("AC-03: of a hundred wrong codes at once five are looked at", async () => {
  const secret = await personWithTotp(stage, "ada");
  const { Session } = await begin(stage, "ada");
  const code = wrongTotp(secret, server.clock.now());
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => told(answerTotp(stage, "ada", Session, code))),
  );
  expect(answers.filter((each) => each === wrong)).toHaveLength(5);
  expect(answers.filter((each) => each === exceeded)).toHaveLength(95);
  expect(await told(answerTotp(stage, "ada", Session, totp(secret, server.clock.now())))).toBe(exceeded);
  server.advance(1);
  expect(await told(answerTotp(stage, "ada", Session, totp(secret, server.clock.now())))).toBe("ok");
});

test("AC-03: the right password in between does not begin the count anew", async () => {
  const secret = await personWithTotp(stage, "bea");
  const answers: string[] = [];
  for (let turn = 0; turn < 5; turn++) {
    const { Session } = await begin(stage, "bea");
    answers.push(await told(answerTotp(stage, "bea", Session, wrongTotp(secret, server.clock.now()))));
  }
  expect(answers).toEqual(Array(5).fill(wrong));
  expect(await told(begin(stage, "bea"))).toBe(exceeded);
});

test("AC-03: a used code in between does not begin the count anew", async () => {
  const secret = await personWithTotp(stage, "cleo");
  const first = await begin(stage, "cleo");
  const spent = totp(secret, server.clock.now());
  await answerTotp(stage, "cleo", first.Session, spent);
  const { Session } = await begin(stage, "cleo");
  const guess = () => told(answerTotp(stage, "cleo", Session, wrongTotp(secret, server.clock.now())));
  for (let turn = 0; turn < 5; turn++) {
    expect(await guess()).toBe(wrong);
    if (turn < 4) {
      const replayed = await told(answerTotp(stage, "cleo", Session, spent));
      expect(replayed).toBe("Your software token has already been used once.");
    }
  }
  expect(await guess()).toBe(exceeded);
});

test("AC-03: wrong codes at both doors, and wrong passwords, count on one account", async () => {
  const secret = await personWithTotp(stage, "dora");
  const { Session } = await begin(stage, "dora");
  for (let turn = 0; turn < 3; turn++) {
    await told(answerTotp(stage, "dora", Session, wrongTotp(secret, server.clock.now())));
  }
  expect(await told(begin(stage, "dora", "Wrong-Horse-7"))).toBe("Incorrect username or password.");
  expect(await told(begin(stage, "dora", "Wrong-Horse-7"))).toBe("Incorrect username or password.");
  expect(await told(answerTotp(stage, "dora", Session, totp(secret, server.clock.now())))).toBe(exceeded);
});

test("AC-03: codes to confirm a new app count too", async () => {
  await createPerson(server, stage.UserPoolId, "emma");
  const { AccessToken } = await signIn(server, stage.ClientId, "emma");
  const { SecretCode = "" } = await server.admin.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const verify = (UserCode: string) =>
    told(server.admin.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode })));
  const code = wrongTotp(SecretCode, server.clock.now());
  const answers = await Promise.all(Array.from({ length: 100 }, () => verify(code)));
  expect(answers.filter((each) => each === "Code mismatch")).toHaveLength(5);
  expect(await verify(totp(SecretCode, server.clock.now()))).toBe(exceeded);
});

test("AC-03: a whole sign-in begins the count anew", async () => {
  const secret = await personWithTotp(stage, "flora");
  const guess = async (code: string) => {
    const { Session } = await begin(stage, "flora");
    return told(answerTotp(stage, "flora", Session, code));
  };
  for (let turn = 0; turn < 4; turn++) await guess(wrongTotp(secret, server.clock.now()));
  expect(await guess(totp(secret, server.clock.now()))).toBe("ok");
  for (let turn = 0; turn < 4; turn++) {
    expect(await guess(wrongTotp(secret, server.clock.now()))).toBe(wrong);
  }
});
