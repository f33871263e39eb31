/**
 * AC-02, AC-03: whatever proves somebody can be guessed five times and then has to wait, be it guessed a hundred times at
 * once, at both doors and by whichever challenge. Codes of sign-up, recovery and addresses have theirs beside their stories.
 */
import {
  AdminRespondToAuthChallengeCommand,
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { otherThan } from "./support/inbox.ts";
import { begin, wrongTotp } from "./support/mfa.ts";
import { adminInitiate, initiate, told, wrongPassword } from "./support/password-flow.ts";
import { signIn } from "./support/people.ts";
import { password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { times } from "./support/sign-up.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { type Claim, challengeWays, type Waiting } from "./support/ways-in.ts";
import { type House, openHouse, type Place, personIn } from "./support/ways-in-house.ts";

let server: TestServer;
let host: TriggerHost;
let house: House;

beforeAll(async () => {
  server = await startTestServer();
  host = await startTriggerHost();
  house = await openHouse(server, host);
});
afterAll(async () => {
  await server.close();
  await host.close();
});

const exceeded = "Password attempts exceeded";

/** How the one secret in an answer is made a wrong one. */
const spoilt: Readonly<Record<string, (right: string) => string>> = {
  CREDENTIAL: (right) => {
    const credential = JSON.parse(right);
    return JSON.stringify({ ...credential, response: { ...credential.response, signature: "AAAA" } });
  },
  EMAIL_OTP_CODE: otherThan,
  PASSWORD: () => wrongPassword,
  PASSWORD_CLAIM_SIGNATURE: () => Buffer.alloc(32).toString("base64"),
  SMS_MFA_CODE: otherThan,
  SMS_OTP_CODE: otherThan,
  SOFTWARE_TOKEN_MFA_CODE: otherThan,
};

function spoil({ ChallengeResponses, ...claim }: Claim): Claim {
  const entries = Object.entries(ChallengeResponses);
  const wrong = entries.map(([name, right]) => [name, spoilt[name]?.(right) ?? right]);
  return { ...claim, ChallengeResponses: Object.fromEntries(wrong) };
}

/** At the two doors in turn. */
function sendAt(door: number, { UserPoolId, ClientId }: Place, { ChallengeResponses, ...claim }: Claim) {
  const given = { ...claim, ClientId, ChallengeResponses: { ...ChallengeResponses } };
  return door % 2 === 0
    ? told(server.admin.send(new RespondToAuthChallengeCommand(given)))
    : told(server.admin.send(new AdminRespondToAuthChallengeCommand({ ...given, UserPoolId })));
}

const claimOf = ({ claim }: Waiting): Claim => {
  if (claim === undefined) throw new Error("no challenge");
  return claim;
};

/** A new password, a sealed proof and a custom answer are no secrets to guess in one session. */
const unguessable = [
  "a new password for the temporary one",
  "an authenticator app set up on the way",
  "the answer to a custom challenge",
];
const guessable = Object.entries(challengeWays).filter(([way]) => !unguessable.includes(way));

describe("AC-03: of a hundred wrong answers at once, at both doors, five are looked at", () => {
  test.each(guessable)("of %s", async (way, wayIn) => {
    const waiting = await wayIn(house, `guess-${guessable.findIndex(([each]) => each === way)}`);
    const wrong = spoil(claimOf(waiting));
    expect(wrong).not.toEqual(waiting.claim);
    const answers = await Promise.all(times(100, (index) => sendAt(index, waiting.place, wrong)));
    expect(answers.filter((each) => each === exceeded)).toHaveLength(95);
    expect(answers).not.toContain("ok");
    expect(await waiting.send()).toBe(`NotAuthorizedException: ${exceeded}`);
    server.advance(1);
    expect(await waiting.send()).toBe("token");
  });

  test("of a custom challenge, each in a sign-in of its own", async () => {
    const { main } = house;
    await personIn(main, "cleo");
    const begun = await Promise.all(
      times(100, () => initiate(server, main.ClientId, { USERNAME: "cleo" }, "CUSTOM_AUTH")),
    );
    const before = main.triggers.events("VerifyAuthChallengeResponse").length;
    const answers = await Promise.all(
      begun.map(({ Session }, index) => {
        const ChallengeResponses = { USERNAME: "cleo", ANSWER: "8" };
        return sendAt(index, main, { ChallengeName: "CUSTOM_CHALLENGE", Session, ChallengeResponses });
      }),
    );
    expect(main.triggers.events("VerifyAuthChallengeResponse")).toHaveLength(before + 5);
    expect(answers.filter((each) => each === exceeded)).toHaveLength(95);
    // The triggers ask again after a wrong answer: that is no way round the lock.
    expect(answers.filter((each) => each === "ok")).toHaveLength(5);
    expect(await told(initiate(server, main.ClientId, { USERNAME: "cleo", PASSWORD: password }))).toBe(
      exceeded,
    );
  });

  test("of an authenticator app that is set up on the way in", async () => {
    const { strict } = house;
    await personIn(strict, "dora", {});
    const { Session: begun } = await begin(strict, "dora");
    const app = await server.admin.send(new AssociateSoftwareTokenCommand({ Session: begun }));
    const { SecretCode = "", Session } = app;
    const UserCode = wrongTotp(SecretCode, server.clock.now());
    const answers = await Promise.all(
      times(100, () => told(server.admin.send(new VerifySoftwareTokenCommand({ Session, UserCode })))),
    );
    expect(answers.filter((each) => each === "Code mismatch")).toHaveLength(5);
    expect(answers).not.toContain("ok");
  });
});

describe("AC-02: of a hundred wrong passwords at once five are looked at", () => {
  test("at the administrator's door", async () => {
    const { UserPoolId, ClientId } = house.main;
    await personIn(house.main, "emma");
    const guess = (PASSWORD: string) =>
      told(adminInitiate(server, UserPoolId, ClientId, { USERNAME: "emma", PASSWORD }));
    const answers = await Promise.all(times(100, () => guess(wrongPassword)));
    expect(answers.filter((each) => each === exceeded)).toHaveLength(95);
    expect(await guess(password)).toBe(exceeded);
  });

  test("as the old password of a change, by whoever has a token", async () => {
    const { ClientId } = house.main;
    await personIn(house.main, "flo");
    const { AccessToken } = await signIn(server, ClientId, "flo");
    const change = (PreviousPassword: string) =>
      told(
        server.admin.send(
          new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: "Another-Horse-8" }),
        ),
      );
    const answers = await Promise.all(times(100, () => change(wrongPassword)));
    expect(answers.filter((each) => each === "Incorrect username or password.")).toHaveLength(5);
    expect(answers).not.toContain("ok");
    expect(await told(initiate(server, ClientId, { USERNAME: "flo", PASSWORD: password }))).toBe(exceeded);
  });
});
