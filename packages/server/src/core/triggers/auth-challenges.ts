/** The three triggers of CUSTOM_AUTH: what comes next, how it is asked, and whether the answer is right. */
import type { LambdaConfigType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { eventAttributes, runTrigger } from "./trigger-event.ts";
import type { TriggerResponse } from "./trigger-response.ts";
import type { TriggerException, TriggerSubject } from "./trigger-subject.ts";

/** One challenge that was answered, as the next trigger sees it. */
export interface ChallengeResult {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata?: string;
}

export interface CustomAuthSubject extends TriggerSubject {
  readonly session: readonly ChallengeResult[];
  readonly userNotFound: boolean;
}

export type DefinedChallenge =
  | { readonly kind: "challenge"; readonly challengeName: string }
  | { readonly kind: "issueTokens" }
  | { readonly kind: "failAuthentication" };

export interface CreatedChallenge {
  readonly publicParameters: Readonly<Record<string, string>>;
  readonly privateParameters: Readonly<Record<string, string>>;
  readonly challengeMetadata: string | undefined;
}

type CustomAuthFail = Fail<TriggerException | "InvalidParameterException">;
type Which = Extract<
  keyof LambdaConfigType,
  "DefineAuthChallenge" | "CreateAuthChallenge" | "VerifyAuthChallengeResponse"
>;

/** Refuses an answer that decides nothing; of one that decides several things, the strictest counts. */
export async function defineAuthChallenge(
  world: World,
  subject: CustomAuthSubject,
  fail: CustomAuthFail,
): Promise<DefinedChallenge> {
  const response = await run(world, subject, "DefineAuthChallenge", { session: subject.session }, fail);
  if (response.flag("failAuthentication")) return { kind: "failAuthentication" };
  if (response.flag("issueTokens")) return { kind: "issueTokens" };
  const challengeName = response.text("challengeName");
  if (challengeName === undefined || challengeName === "") {
    throw response.invalid("response.challengeName is missing");
  }
  return { kind: "challenge", challengeName };
}

export async function createAuthChallenge(
  world: World,
  subject: CustomAuthSubject,
  challengeName: string,
  fail: CustomAuthFail,
): Promise<CreatedChallenge> {
  const { session } = subject;
  const response = await run(world, subject, "CreateAuthChallenge", { challengeName, session }, fail);
  return {
    publicParameters: response.textMap("publicChallengeParameters") ?? {},
    privateParameters: response.textMap("privateChallengeParameters") ?? {},
    challengeMetadata: response.text("challengeMetadata"),
  };
}

/** What the function leaves open is a wrong answer. */
export async function verifyAuthChallenge(
  world: World,
  subject: CustomAuthSubject,
  privateParameters: Readonly<Record<string, string>>,
  answer: string,
  fail: CustomAuthFail,
): Promise<boolean> {
  const request = { privateChallengeParameters: privateParameters, challengeAnswer: answer };
  const response = await run(world, subject, "VerifyAuthChallengeResponse", request, fail);
  return response.flag("answerCorrect");
}

async function run(
  world: World,
  { pool, client, user, metadata, userNotFound }: CustomAuthSubject,
  trigger: Which,
  request: object,
  fail: CustomAuthFail,
): Promise<TriggerResponse> {
  const arn = pool.settings.LambdaConfig?.[trigger];
  if (arn === undefined) throw fail("InvalidParameterException", texts.customAuthNotConfigured);
  const about = { userAttributes: eventAttributes(user), clientMetadata: metadata, userNotFound };
  return runTrigger(
    world,
    {
      trigger,
      arn,
      source: `${trigger}_Authentication`,
      pool,
      client,
      userName: user.username,
      request: { ...about, ...request },
      response: blank[trigger],
    },
    fail,
  );
}

/** Handlers read the members they are about to set. */
const blank: Readonly<Record<Which, object>> = {
  DefineAuthChallenge: { challengeName: null, issueTokens: null, failAuthentication: null },
  CreateAuthChallenge: {
    publicChallengeParameters: null,
    privateChallengeParameters: null,
    challengeMetadata: null,
  },
  VerifyAuthChallengeResponse: { answerCorrect: null },
};
