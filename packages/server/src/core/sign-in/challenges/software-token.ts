/** SOFTWARE_TOKEN_MFA: the code that the person's authenticator app shows. */
import { checkSoftwareToken } from "../../factors/check-software-token.ts";
import { provenSecondFactor } from "../../factors/proven-second-factor.ts";
import type { World } from "../../ports.ts";
import { texts } from "../../texts.ts";
import type { RespondAttempt } from "../attempt.ts";
import type { Answered, Ask, ChallengeAnswer, Use } from "../challenge.ts";
import { openSession } from "../challenge-session.ts";
import { recordFailedSignIn } from "../failed-sign-in.ts";
import { passwordFailure } from "../refuse-password.ts";
import { requireAnswerer } from "../require-answerer.ts";
import { requireParameter } from "../require-parameter.ts";

export const askSoftwareToken: Ask = async (world, { client }, { user, progress }) => {
  const token = await world.store.read.softwareTokens.find(user.poolId, user.sub);
  return {
    ChallengeName: "SOFTWARE_TOKEN_MFA",
    Session: openSession(world, { client, user, progress, challenge: "SOFTWARE_TOKEN_MFA" }),
    ChallengeParameters: {
      FRIENDLY_DEVICE_NAME: token?.friendlyName ?? "",
      USER_ID_FOR_SRP: user.username,
    },
  };
};

export async function answerSoftwareToken(
  world: World,
  attempt: RespondAttempt,
  answer: ChallengeAnswer,
): Promise<Answered> {
  const { client, fail } = attempt;
  const user = requireAnswerer(answer, fail);
  const code = requireParameter(answer.responses, "SOFTWARE_TOKEN_MFA_CODE", fail);
  const check = await checkSoftwareToken(world, user, { code, source: attempt.ipAddress });
  if (!check.ok) {
    if (check.cause === "attemptsExceeded") throw passwordFailure(check.cause, client, fail);
    if (check.cause === "notSetUp") {
      throw fail("SoftwareTokenMFANotFoundException", texts.softwareTokenNotSetUp);
    }
    await recordFailedSignIn(world, attempt, user, answer.session.progress, "Mfa");
    throw fail("CodeMismatchException", texts.softwareTokenWrong);
  }
  const use: Use = async ({ softwareTokens }) => {
    const isFirst = await softwareTokens.useStep(user.poolId, user.sub, check.step);
    if (!isFirst) throw fail("ExpiredCodeException", texts.softwareTokenUsed);
    return undefined;
  };
  return { kind: "proven", signIn: await provenSecondFactor(world, attempt, answer, user), use };
}
