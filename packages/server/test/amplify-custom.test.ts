/** Amplify v6 and custom challenges, with SRP before them and without: what is asked is decided by a module. */
import { confirmSignIn, getCurrentUser, signIn } from "@aws-amplify/auth";
import { fetchAuthSession } from "@aws-amplify/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AppSettings, amplifyApp, amplifyStory, done } from "./support/amplify.ts";
import { startServerWithTrigger } from "./support/amplify-triggers.ts";
import { expectFailure } from "./support/people.ts";
import { password } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";

let server: TestServer;
const arn = "arn:aws:lambda:us-east-1:000000000000:function:riddles";

/** Two riddles, of which the first is told in the answer to the one before; each may be guessed twice. */
const riddles = `
const isRiddle = ({ challengeName }) => challengeName === "CUSTOM_CHALLENGE";

export const handler = async (event) => {
  const { request, response, triggerSource } = event;
  if (triggerSource === "DefineAuthChallenge_Authentication") {
    const told = request.session.filter(isRiddle);
    response.issueTokens = told.filter((each) => each.challengeResult).length === 2;
    response.failAuthentication = told.filter((each) => !each.challengeResult).length === 2;
    const isAfterSrp = request.session.at(-1)?.challengeName === "SRP_A";
    response.challengeName = isAfterSrp ? "PASSWORD_VERIFIER" : "CUSTOM_CHALLENGE";
  } else if (triggerSource === "CreateAuthChallenge_Authentication") {
    const solved = request.session.filter((each) => isRiddle(each) && each.challengeResult).length;
    response.publicChallengeParameters = { riddle: "number " + (solved + 1) };
    response.privateChallengeParameters = { answer: "answer " + (solved + 1) };
  } else {
    const { answer } = request.privateChallengeParameters;
    const hint = request.clientMetadata?.hint ?? "";
    response.answerCorrect = request.challengeAnswer + hint === answer;
  }
  return event;
};
`;

beforeAll(async () => {
  server = await startServerWithTrigger(arn, riddles);
});
afterAll(() => server.close());

const LambdaConfig = {
  DefineAuthChallenge: arn,
  CreateAuthChallenge: arn,
  VerifyAuthChallengeResponse: arn,
};
const riddling: AppSettings = { pool: { LambdaConfig } };
const incorrect = "Incorrect username or password.";
const ways = [
  ["CUSTOM_WITHOUT_SRP", {}],
  ["CUSTOM_WITH_SRP", { password }],
] as const;

const asked = (number: number) => ({
  isSignedIn: false,
  nextStep: {
    signInStep: "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE",
    additionalInfo: expect.objectContaining({ riddle: `number ${number}` }),
  },
});

describe.each(ways)("%s", (authFlowType, given) => {
  const begin = () => signIn({ username: "ada", ...given, options: { authFlowType } });
  const say = (challengeResponse: string) => confirmSignIn({ challengeResponse });

  test("asks as often as the trigger wants, and lets in", async () => {
    const { person } = await amplifyStory(server, riddling);
    expect(await begin()).toEqual(asked(1));
    expect((await fetchAuthSession()).tokens).toBeUndefined();
    expect(await say("answer 1")).toEqual(asked(2));
    expect(await say("answer 2")).toEqual(done);
    expect(await getCurrentUser()).toEqual({
      username: "ada",
      userId: person.sub,
      signInDetails: { loginId: "ada", authFlowType },
    });
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined();
  });

  test("asks again after a wrong answer, and has enough of a second", async () => {
    await amplifyStory(server, riddling);
    await begin();
    expect(await say("no idea")).toEqual(asked(1));
    expect(await say("answer 1")).toEqual(asked(2));
    await expectFailure(say("still none"), "NotAuthorizedException", incorrect);
    await expectFailure(say("answer 2"), "NotAuthorizedException");
  });

  test("hands what the app knows to the trigger", async () => {
    await amplifyStory(server, riddling);
    await begin();
    const clientMetadata = { hint: " 1" };
    expect(await confirmSignIn({ challengeResponse: "answer", options: { clientMetadata } })).toEqual(
      asked(2),
    );
  });

  test("takes too long", async () => {
    await amplifyStory(server, riddling);
    await begin();
    server.advance(181);
    await expectFailure(
      say("answer 1"),
      "NotAuthorizedException",
      "Invalid session for the user, session is expired.",
    );
  });

  test("is told that there are no triggers", async () => {
    await amplifyStory(server);
    await expectFailure(
      begin(),
      "InvalidParameterException",
      "Custom auth lambda trigger is not configured for the user pool.",
    );
  });

  test("ends for a name nobody has", async () => {
    await amplifyApp(server, riddling);
    await expectFailure(begin(), "UserNotFoundException", "User does not exist.");
  });
});

test("CUSTOM_WITH_SRP stops at a wrong password", async () => {
  await amplifyStory(server, riddling);
  const options = { authFlowType: "CUSTOM_WITH_SRP" } as const;
  const begin = signIn({ username: "ada", password: "Wrong-Horse-7", options });
  await expectFailure(begin, "NotAuthorizedException", incorrect);
});
