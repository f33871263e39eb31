/**
 * CUSTOM_AUTH: three triggers decide what is asked, how, and whether the answer is right. It may begin with SRP. Names
 * that nobody has are played through with `userNotFound`, and never end in tokens.
 */
import type { InitiateAuthResponse } from "../../model/shapes.ts";
import { requireKnownDevice } from "../devices/device-of-sign-in.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import {
  type CustomAuthSubject,
  createAuthChallenge,
  defineAuthChallenge,
  verifyAuthChallenge,
} from "../triggers/auth-challenges.ts";
import type { User } from "../users/user.ts";
import type { Attempt, RespondAttempt } from "./attempt.ts";
import type { Answered, ChallengeAnswer } from "./challenge.ts";
import { dataOf, openSession } from "./challenge-session.ts";
import { countedAttempt } from "./counted-attempt.ts";
import { presumedFailure } from "./failed-sign-in.ts";
import { accountOf } from "./password-sign-in.ts";
import { passwordFailure } from "./refuse-password.ts";
import { requireMaySignIn } from "./require-active.ts";
import { requireParameter } from "./require-parameter.ts";
import { type Progress, type SignIn, withProgress } from "./sign-in.ts";
import { askPasswordVerifier } from "./srp.ts";
import { simulatedPerson, simulatedUserId } from "./srp-simulation.ts";

/** A session string may have 4,096 characters; so many bytes of JSON fit into one when sealed. */
const longestState = 2_700;

export function isInCustomAuth({ progress }: SignIn): boolean {
  return progress.flow === "CUSTOM" && progress.firstFactor === undefined;
}

/** Begins with SRP when the client asks for it and the triggers agree: they see SRP_A and PASSWORD_VERIFIER in their session. */
export async function startCustomAuth(
  world: World,
  attempt: Attempt,
  user: User | undefined,
  progress: Progress,
  parameters: Readonly<Record<string, string>>,
): Promise<Answered> {
  await requireKnownDevice(world, attempt, user, progress);
  if (parameters["CHALLENGE_NAME"] === "SRP_A") {
    const clientPublic = requireParameter(parameters, "SRP_A", attempt.fail);
    const begun = { ...progress, custom: [{ challengeName: "SRP_A", challengeResult: true }] };
    return askTriggers(world, attempt, user, begun, clientPublic);
  }
  return askTriggers(world, attempt, user, progress);
}

/** After a challenge that was not the triggers' own: SRP, say. */
export async function continueCustomAuth(
  world: World,
  attempt: Attempt,
  { user, progress }: SignIn,
): Promise<Answered> {
  return askTriggers(world, attempt, user, progress);
}

export async function answerCustomChallenge(
  world: World,
  attempt: RespondAttempt,
  { session, user, responses }: ChallengeAnswer,
): Promise<Answered> {
  const { pool, client, ipAddress, fail } = attempt;
  const answer = requireParameter(responses, "ANSWER", fail);
  const { privateParameters, metadata } = dataOf<CustomState>(session);
  const { progress } = session;
  const subject = subjectOf(world, attempt, user, progress);
  const account = accountOf(world, pool, progress.name, user);
  const look = async (): Promise<true | undefined> =>
    (await verifyAuthChallenge(world, subject, privateParameters, answer, fail)) ? true : undefined;
  const failure = presumedFailure(world, attempt, user, progress);
  const tried = await countedAttempt(
    world,
    { poolId: pool.poolId, account, source: ipAddress },
    look,
    failure,
  );
  if (!tried.ok && tried.isLocked) throw passwordFailure("attemptsExceeded", client, fail);
  const result = {
    challengeName: "CUSTOM_CHALLENGE",
    challengeResult: tried.ok,
    ...(metadata !== undefined && { challengeMetadata: metadata }),
  };
  const next = { ...progress, custom: [...progress.custom, result] };
  return askTriggers(world, attempt, user, next);
}

interface CustomState {
  readonly privateParameters: Readonly<Record<string, string>>;
  readonly metadata: string | undefined;
}

async function askTriggers(
  world: World,
  attempt: Attempt,
  user: User | undefined,
  progress: Progress,
  clientPublic?: string,
): Promise<Answered> {
  const { fail } = attempt;
  const subject = subjectOf(world, attempt, user, progress);
  const next = await defineAuthChallenge(world, subject, fail);
  if (next.kind === "challenge") {
    if (next.challengeName === "PASSWORD_VERIFIER" && clientPublic !== undefined) {
      return {
        kind: "asked",
        response: await askPasswordVerifier(world, attempt, user, progress, clientPublic),
      };
    }
    return {
      kind: "asked",
      response: await createChallenge(world, attempt, user, progress, next.challengeName),
    };
  }
  // "Fail" and "nobody": a stranger learns nothing from the triggers' mercy.
  if (next.kind === "failAuthentication" || user === undefined) {
    await world.store.write(presumedFailure(world, attempt, user, progress));
    throw fail("NotAuthorizedException", texts.incorrectUsernameOrPassword);
  }
  requireMaySignIn(world, attempt, user);
  return { kind: "proven", signIn: withProgress({ user, progress }, { firstFactor: "CUSTOM" }) };
}

async function createChallenge(
  world: World,
  attempt: Attempt,
  user: User | undefined,
  progress: Progress,
  challengeName: string,
): Promise<InitiateAuthResponse> {
  const { pool, client, fail } = attempt;
  if (challengeName !== "CUSTOM_CHALLENGE") {
    throw fail("InvalidLambdaResponseException", texts.challengeNotCustom(challengeName));
  }
  const subject = subjectOf(world, attempt, user, progress);
  const created = await createAuthChallenge(world, subject, challengeName, fail);
  const { publicParameters, privateParameters, challengeMetadata } = created;
  const data = { privateParameters, metadata: challengeMetadata } satisfies CustomState;
  const state = new TextEncoder().encode(JSON.stringify([data, progress]));
  if (state.length > longestState) {
    throw fail("InvalidLambdaResponseException", texts.challengeTooLarge);
  }
  const username = user?.username ?? simulatedUserId(world, pool, progress.name);
  return {
    ChallengeName: "CUSTOM_CHALLENGE",
    Session: openSession(world, { client, user, progress, challenge: "CUSTOM_CHALLENGE", data }),
    ChallengeParameters: { USERNAME: username, ...publicParameters },
  };
}

function subjectOf(
  world: World,
  { pool, client, metadata }: Attempt,
  user: User | undefined,
  progress: Progress,
): CustomAuthSubject {
  const nobody = simulatedPerson(world, pool, progress.name);
  const userNotFound = user === undefined;
  return { pool, client, user: user ?? nobody, metadata, session: progress.custom, userNotFound };
}
