/**
 * MFA_SETUP: the pool demands a second factor and the person has none. An authenticator app is set up by
 * AssociateSoftwareToken and VerifySoftwareToken, whose session is the answer; an e-mail address is an answer by itself.
 */

import { hasFactor } from "../../factors/offered-factors.ts";
import { provenSecondFactor } from "../../factors/proven-second-factor.ts";
import { secondFactorOf } from "../../factors/second-factor.ts";
import { requireNewEmail } from "../../factors/set-up-email.ts";
import type { World } from "../../ports.ts";
import { texts } from "../../texts.ts";
import type { RespondAttempt } from "../attempt.ts";
import type { Answered, Ask, ChallengeAnswer } from "../challenge.ts";
import { openSession } from "../challenge-session.ts";
import { requireAnswerer } from "../require-answerer.ts";
import { askNewEmail } from "./otp.ts";

export const askMfaSetup: Ask = async (world, { pool, client }, { user, progress }) => {
  const owed = await secondFactorOf(world.store.read, pool, user);
  const factors = owed.kind === "setUp" ? owed.factors : [];
  return {
    ChallengeName: "MFA_SETUP",
    Session: openSession(world, { client, user, progress, challenge: "MFA_SETUP" }),
    ChallengeParameters: { MFAS_CAN_SETUP: JSON.stringify(factors), USER_ID_FOR_SRP: user.username },
  };
};

/** `data` of the session that VerifySoftwareToken gives out. */
export const enrolled = { isEnrolled: true } as const;

export async function answerMfaSetup(
  world: World,
  attempt: RespondAttempt,
  answer: ChallengeAnswer,
): Promise<Answered> {
  const { fail } = attempt;
  const { session, responses } = answer;
  const user = requireAnswerer(answer, fail);
  if (session.data["isEnrolled"] === true) {
    const hasToken = await hasFactor(world.store.read, user, "SOFTWARE_TOKEN_MFA");
    if (!hasToken) throw fail("NotAuthorizedException", texts.sessionInvalid);
    return { kind: "proven", signIn: await provenSecondFactor(world, attempt, answer, user) };
  }
  // Amplify sends the first, the documentation shows the second.
  const email = responses["EMAIL"] ?? responses["email"];
  if (email === undefined) {
    throw fail("SoftwareTokenMFANotFoundException", texts.softwareTokenNotSetUp);
  }
  const data = await requireNewEmail(world, attempt, user, email);
  const signIn = { user, progress: session.progress };
  return { kind: "asking", ask: () => askNewEmail(world, attempt, signIn, data) };
}
