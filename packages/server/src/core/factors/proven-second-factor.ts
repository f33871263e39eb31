/** A second factor was right: what the sign-in knows from now on, if the person may still sign in. */
import { deviceKeyWithAnswer } from "../devices/device-of-sign-in.ts";
import type { World } from "../ports.ts";
import type { RespondAttempt } from "../sign-in/attempt.ts";
import type { ChallengeAnswer } from "../sign-in/challenge.ts";
import { requireMaySignIn } from "../sign-in/require-active.ts";
import { type SignIn, withProgress } from "../sign-in/sign-in.ts";
import type { User } from "../users/user.ts";

export async function provenSecondFactor(
  world: World,
  attempt: RespondAttempt,
  { session, responses }: ChallengeAnswer,
  user: User,
): Promise<SignIn> {
  requireMaySignIn(world, attempt, user);
  const { progress } = session;
  const proven = withSecondFactor({ user, progress });
  const deviceKey = await deviceKeyWithAnswer(world, user, progress, responses);
  return withProgress(proven, { deviceKey });
}

export function withSecondFactor(signIn: SignIn): SignIn {
  const proof = { ChallengeName: "Mfa", ChallengeResponse: "Success" } as const;
  return withProgress(signIn, {
    hasSecondFactor: true,
    challenges: [...signIn.progress.challenges, proof],
  });
}
