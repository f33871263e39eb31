/** SELECT_MFA_TYPE: the person has several second factors and prefers none. */
import { choicesOf, secondFactorOf } from "../../factors/second-factor.ts";
import type { World } from "../../ports.ts";
import { texts } from "../../texts.ts";
import type { RespondAttempt } from "../attempt.ts";
import type { Answered, Ask, ChallengeAnswer } from "../challenge.ts";
import { openSession } from "../challenge-session.ts";
import { requireAnswerer } from "../require-answerer.ts";
import { requireParameter } from "../require-parameter.ts";

export const askSelectMfaType: Ask = async (world, { pool, client }, { user, progress }) => {
  const factors = choicesOf(await secondFactorOf(world.store.read, pool, user));
  return {
    ChallengeName: "SELECT_MFA_TYPE",
    Session: openSession(world, { client, user, progress, challenge: "SELECT_MFA_TYPE" }),
    ChallengeParameters: { MFAS_CAN_CHOOSE: JSON.stringify(factors), USER_ID_FOR_SRP: user.username },
  };
};

/** What the person can choose is found anew: their factors may have changed since. */
export async function answerSelectMfaType(
  world: World,
  { pool, fail }: RespondAttempt,
  answer: ChallengeAnswer,
): Promise<Answered> {
  const user = requireAnswerer(answer, fail);
  const given = requireParameter(answer.responses, "ANSWER", fail);
  // The documentation calls it so; the challenge has the other name.
  const wanted = given === "EMAIL_MFA" ? "EMAIL_OTP" : given;
  const owed = await secondFactorOf(world.store.read, pool, user);
  const challenge = choicesOf(owed).find((factor) => factor === wanted);
  if (challenge === undefined) throw fail("MFAMethodNotFoundException", texts.mfaChoiceInvalid(given));
  return { kind: "ask", challenge, signIn: { user, progress: answer.session.progress } };
}
