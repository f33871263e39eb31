/** CUSTOM_AUTH: three functions decide what is asked, how, and whether the answer is right. */
import {
  InitiateAuthCommand,
  type InitiateAuthResponse,
  RespondToAuthChallengeCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimsOf } from "./support/hosted.ts";
import { expectFailure, passwordClient } from "./support/people.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { startTriggerHost, type TriggerFunction, type TriggerHost } from "./support/trigger-host.ts";
import { denying, poolWithTriggers, type TriggerKey } from "./support/trigger-pool.ts";

let server: TestServer;
let host: TriggerHost;

beforeAll(async () => {
  server = await startTestServer();
  host = await startTriggerHost();
});
afterAll(async () => {
  await server.close();
  await host.close();
});

/** The riddle of the documentation: one challenge, and three wrong answers are the most. */
const riddle: Partial<Record<TriggerKey, TriggerFunction>> = {
  DefineAuthChallenge: ({ request, response }) => {
    const { session } = request;
    if (session.at(-1)?.challengeResult === true) response.issueTokens = true;
    else if (session.length >= 3) response.failAuthentication = true;
    else response.challengeName = "CUSTOM_CHALLENGE";
  },
  CreateAuthChallenge: ({ response }) => {
    response.publicChallengeParameters = { question: "5 + 2" };
    response.privateChallengeParameters = { answer: "7" };
    response.challengeMetadata = "RIDDLE";
  },
  VerifyAuthChallengeResponse: ({ request, response }) => {
    response.answerCorrect = request.challengeAnswer === request.privateChallengeParameters.answer;
  },
};

async function stage(
  change: Partial<Record<TriggerKey, TriggerFunction>> = {},
  hidesUsers = false,
  settings: Parameters<typeof poolWithTriggers>[3] = {},
) {
  const pool = await poolWithTriggers(server, host, { ...riddle, ...change }, settings);
  const ClientId = await passwordClient(server, pool.poolId, {
    ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    ...(hidesUsers && { PreventUserExistenceErrors: "ENABLED" as const }),
  });
  const email = "ada@example.com";
  const isEmail = settings.UsernameAttributes !== undefined;
  const verified = settings.AliasAttributes && { email_verified: "true" };
  const ada = await createPerson(server, pool.poolId, isEmail ? email : "ada", { email, ...verified });
  const begin = (USERNAME = "ada", ClientMetadata = {}) =>
    server.admin.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "CUSTOM_AUTH",
        AuthParameters: { USERNAME },
        ClientMetadata,
      }),
    );
  const answer = ({ Session }: InitiateAuthResponse, ANSWER: string, USERNAME = "ada", ClientMetadata = {}) =>
    server.admin.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "CUSTOM_CHALLENGE",
        Session,
        ChallengeResponses: { USERNAME, ANSWER },
        ClientMetadata,
      }),
    );
  return { pool, ada, begin, answer };
}

test("a right answer signs in", async () => {
  const { pool, ada, begin, answer } = await stage();
  const asked = await begin();
  expect(asked).toMatchObject({
    ChallengeName: "CUSTOM_CHALLENGE",
    ChallengeParameters: { USERNAME: "ada", question: "5 + 2" },
  });
  expect(asked.ChallengeParameters).not.toHaveProperty("answer");
  const { AuthenticationResult } = await answer(asked, "7");
  expect(claimsOf(AuthenticationResult?.AccessToken)).toMatchObject({ sub: ada.sub });

  const userAttributes = { sub: ada.sub, "cognito:user_status": "CONFIRMED", email: "ada@example.com" };
  const about = { userAttributes, clientMetadata: {}, userNotFound: false };
  const result = { challengeName: "CUSTOM_CHALLENGE", challengeResult: true, challengeMetadata: "RIDDLE" };
  expect(pool.events("DefineAuthChallenge").map(({ request }) => request)).toEqual([
    { ...about, session: [] },
    { ...about, session: [result] },
  ]);
  expect(pool.events("CreateAuthChallenge")).toMatchObject([
    {
      triggerSource: "CreateAuthChallenge_Authentication",
      request: { ...about, challengeName: "CUSTOM_CHALLENGE", session: [] },
    },
  ]);
  expect(pool.events("VerifyAuthChallengeResponse")).toMatchObject([
    {
      triggerSource: "VerifyAuthChallengeResponse_Authentication",
      request: { ...about, privateChallengeParameters: { answer: "7" }, challengeAnswer: "7" },
    },
  ]);
});

test("wrong answers are asked again until the function has enough", async () => {
  const { begin, answer } = await stage();
  let asked: InitiateAuthResponse = await begin();
  for (const wrong of ["1", "2"]) {
    asked = await answer(asked, wrong);
    expect(asked.ChallengeName).toBe("CUSTOM_CHALLENGE");
  }
  await expectFailure(answer(asked, "3"), "NotAuthorizedException", "Incorrect username or password.");
});

test("the metadata of the first call is not for them, that of an answer is", async () => {
  const { pool, begin, answer } = await stage();
  const asked = await begin("ada", { from: "first" });
  await answer(asked, "7", "ada", { from: "answer" });
  const seen = (trigger: TriggerKey) => pool.events(trigger).map(({ request }) => request.clientMetadata);
  expect(seen("DefineAuthChallenge")).toEqual([{}, { from: "answer" }]);
  expect(seen("CreateAuthChallenge")).toEqual([{}]);
  expect(seen("VerifyAuthChallengeResponse")).toEqual([{ from: "answer" }]);
});

test("a name nobody has is played through where that is hidden, and never signs in", async () => {
  const { pool, begin, answer } = await stage({}, true);
  const asked = await begin("nobody");
  expect(asked.ChallengeParameters).toEqual({ USERNAME: "nobody", question: "5 + 2" });
  await expectFailure(
    answer(asked, "7", "nobody"),
    "NotAuthorizedException",
    "Incorrect username or password.",
  );
  for (const { request } of pool.events("DefineAuthChallenge")) expect(request.userNotFound).toBe(true);
});

test("HP-06: an alias of nobody leads to a username as an alias of somebody does", async () => {
  for (const settings of [
    { AliasAttributes: ["email" as const] },
    { UsernameAttributes: ["email" as const] },
  ]) {
    const { begin, answer } = await stage({}, true, settings);
    const asked = await Promise.all(["ada@example.com", "nobody@example.com"].map((name) => begin(name)));
    const names = asked.map(({ ChallengeParameters }) => ChallengeParameters?.["USERNAME"] ?? "");
    for (const name of names) expect(name).not.toContain("@");
    const call = answer(asked[1] ?? {}, "7", names[1]);
    await expectFailure(call, "NotAuthorizedException", "Incorrect username or password.");
  }
});

test.each([
  ["decides nothing", (): unknown => ({ response: {} })],
  ["names no challenge", (): unknown => ({ response: { challengeName: "" } })],
  ["names a challenge by a number", (): unknown => ({ response: { challengeName: 1 } })],
  ["issues tokens by a text", (): unknown => ({ response: { issueTokens: "true" } })],
])("a function that %s cannot be recognised", async (_what, define) => {
  const { begin } = await stage({ DefineAuthChallenge: define });
  await expectFailure(begin(), "InvalidLambdaResponseException", "Unrecognizable lambda output");
});

test("of contradicting decisions the strictest counts", async () => {
  const { begin } = await stage({
    DefineAuthChallenge: (event) => {
      event.response = { issueTokens: true, failAuthentication: true, challengeName: "CUSTOM_CHALLENGE" };
    },
  });
  await expectFailure(begin(), "NotAuthorizedException", "Incorrect username or password.");
});

test("an answer that the function leaves open is wrong", async () => {
  const { begin, answer } = await stage({ VerifyAuthChallengeResponse: () => undefined });
  expect((await answer(await begin(), "7")).ChallengeName).toBe("CUSTOM_CHALLENGE");
});

test.each(["CreateAuthChallenge", "VerifyAuthChallengeResponse"] as const)(
  "%s that throws is told",
  async (trigger) => {
    const { begin, answer } = await stage({ [trigger]: denying("No riddles") });
    const call = begin().then((asked) => answer(asked, "7"));
    await expectFailure(call, "UserLambdaValidationException", `${trigger} failed with error No riddles.`);
  },
);

test.each([
  ["a", 2_200],
  ["漢", 700],
])("a challenge of many %s is asked only if its answer can be sent back", async (letter, most) => {
  let count = most;
  const { pool, begin, answer } = await stage({
    CreateAuthChallenge: ({ response }) => {
      response.privateChallengeParameters = { answer: letter.repeat(count) };
    },
  });
  const { AuthenticationResult } = await answer(await begin(), letter.repeat(count));
  expect(AuthenticationResult).toBeDefined();
  count = 2 * most;
  await expectFailure(begin(), "InvalidLambdaResponseException");
  expect(pool.events("VerifyAuthChallengeResponse")).toHaveLength(1);
});

test("without the functions there is no such way in", async () => {
  const { pool, begin } = await stage();
  await server.admin.send(new UpdateUserPoolCommand({ UserPoolId: pool.poolId }));
  await expectFailure(
    begin(),
    "InvalidParameterException",
    "Custom auth lambda trigger is not configured for the user pool.",
  );
});
