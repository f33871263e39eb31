/**
 * SELECT_CHALLENGE: the person chooses a first factor. PASSWORD and PASSWORD_SRP: they chose a password, and send what
 * is still missing.
 */
import type { World } from "../../ports.ts";
import type { RespondAttempt } from "../attempt.ts";
import { availableChallenges } from "../available-challenges.ts";
import type { Answered, Ask, ChallengeAnswer } from "../challenge.ts";
import { askToChoose, chooseFactor } from "../choose-factor.ts";
import { provePassword } from "../first-factors.ts";
import { requireParameter } from "../require-parameter.ts";
import { type Progress, sentDeviceKey } from "../sign-in.ts";
import { askPasswordVerifier } from "../srp.ts";

export const askSelectChallenge: Ask = (world, attempt, { user, progress }) =>
  askToChoose(world, attempt, user, progress, "SELECT_CHALLENGE");

export const askPassword: Ask = (world, attempt, { user, progress }) =>
  askToChoose(world, attempt, user, progress, "PASSWORD");

export const askPasswordSrp: Ask = (world, attempt, { user, progress }) =>
  askToChoose(world, attempt, user, progress, "PASSWORD_SRP");

/** What is available is asked anew: the pool or the person may have changed since. */
export async function answerSelectChallenge(
  world: World,
  attempt: RespondAttempt,
  answer: ChallengeAnswer,
): Promise<Answered> {
  const { user, responses } = answer;
  const wanted = requireParameter(responses, "ANSWER", attempt.fail);
  const progress = progressOf(answer);
  const available = await availableChallenges(world, attempt, user, progress.name);
  return chooseFactor(world, attempt, { user, progress, available, wanted, given: responses });
}

export async function answerPassword(
  world: World,
  attempt: RespondAttempt,
  answer: ChallengeAnswer,
): Promise<Answered> {
  const password = requireParameter(answer.responses, "PASSWORD", attempt.fail);
  return provePassword(world, attempt, answer.user, progressOf(answer), password);
}

export async function answerPasswordSrp(
  world: World,
  attempt: RespondAttempt,
  answer: ChallengeAnswer,
): Promise<Answered> {
  const clientPublic = requireParameter(answer.responses, "SRP_A", attempt.fail);
  const progress = progressOf(answer);
  const response = await askPasswordVerifier(world, attempt, answer.user, progress, clientPublic);
  return { kind: "asked", response };
}

function progressOf({ session, responses }: ChallengeAnswer): Progress {
  const { progress } = session;
  return { ...progress, deviceKey: progress.deviceKey ?? sentDeviceKey(responses) };
}
