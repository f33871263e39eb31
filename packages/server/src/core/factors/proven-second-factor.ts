/** A second factor was right: what the sign-in knows from now on, if the person may still sign in. */
import { deviceKeyWithAnswer } from "../devices/device-of-sign-in.ts";
import type { World } from "../ports.ts";
import { stateRefusal } from "../sign-in/account-state.ts";
import type { RespondAttempt } from "../sign-in/attempt.ts";
import type { ChallengeAnswer } from "../sign-in/challenge.ts";
import { passwordFailure } from "../sign-in/refuse-password.ts";
import { type SignIn, withProgress } from "../sign-in/sign-in.ts";
import type { User } from "../users/user.ts";

export async function provenSecondFactor(
  world: World,
  attempt: RespondAttempt,
  { session, responses }: ChallengeAnswer,
  user: User,
): Promise<SignIn> {
  requireActive(world, attempt, user);
  const { progress } = session;
  const proven = withSecondFactor({ user, progress });
  const deviceKey = await deviceKeyWithAnswer(world, user, progress, responses);
  return withProgress(proven, { deviceKey });
}

/** Minutes may have passed since the first factor. */
export function requireActive(world: World, { client, fail }: RespondAttempt, user: User): void {
  const refusal = stateRefusal(user, world.clock.now());
  if (refusal !== undefined) throw passwordFailure(refusal, client, fail);
}

export function withSecondFactor(signIn: SignIn): SignIn {
  const proof = { ChallengeName: "Mfa", ChallengeResponse: "Success" } as const;
  return withProgress(signIn, {
    hasSecondFactor: true,
    challenges: [...signIn.progress.challenges, proof],
  });
}
