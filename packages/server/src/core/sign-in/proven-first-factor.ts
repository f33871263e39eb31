/** A first factor was right: what the sign-in knows from now on, if the person may still sign in. */
import { deviceKeyWithAnswer } from "../devices/device-of-sign-in.ts";
import type { World } from "../ports.ts";
import type { User } from "../users/user.ts";
import type { RespondAttempt } from "./attempt.ts";
import type { ChallengeAnswer } from "./challenge.ts";
import { requireMaySignIn } from "./require-active.ts";
import { type Progress, type SignIn, withProgress } from "./sign-in.ts";

/** By a code or a passkey. */
export async function provenFirstFactor(
  world: World,
  attempt: RespondAttempt,
  { session, responses }: ChallengeAnswer,
  user: User,
  proven: Partial<Progress>,
): Promise<SignIn> {
  requireMaySignIn(world, attempt, user);
  const { progress } = session;
  const deviceKey = await deviceKeyWithAnswer(world, user, progress, responses);
  return withFirstFactor({ user, progress }, { ...proven, deviceKey });
}

/** Auth events call every first factor a password, as Cognito's do. */
export function withFirstFactor(signIn: SignIn, proven: Partial<Progress>): SignIn {
  const proof = { ChallengeName: "Password", ChallengeResponse: "Success" } as const;
  return withProgress(signIn, { ...proven, challenges: [...signIn.progress.challenges, proof] });
}
