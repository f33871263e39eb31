/** Somebody signs in with a code that is sent, or by the pool's own triggers: after their name, instead of a password. */
import type { World } from "../core/ports.ts";
import { availableChallenges } from "../core/sign-in/available-challenges.ts";
import { chooseFactor } from "../core/sign-in/choose-factor.ts";
import { startCustomAuth } from "../core/sign-in/custom-auth.ts";
import { announceSignIn } from "../core/sign-in/first-factors.ts";
import { newProgress } from "../core/sign-in/sign-in.ts";
import { findUser } from "../core/users/find-user.ts";
import { follow } from "./challenge.ts";
import { attemptOf } from "./challenge-state.ts";
import type { StepResult, Submission } from "./step.ts";
import { offeredWays, type Way } from "./ways.ts";

export function wayOf({ fields, open }: Submission): Way | undefined {
  return offeredWays(open.request).find((way) => way === fields["way"]);
}

/** Undefined when there is no such way for the account. Names nobody has are asked like anybody's (HP-06). Throws `ApiFailure`. */
export async function signInOtherwise(
  world: World,
  submission: Submission,
  name: string,
  way: Way,
): Promise<StepResult | undefined> {
  const attempt = attemptOf(submission);
  const user = await findUser(world, attempt.pool, name);
  await announceSignIn(world, attempt, name, user);
  if (way === "CUSTOM_CHALLENGE") {
    const progress = newProgress(world, "CUSTOM", name, {});
    return follow(world, submission, await startCustomAuth(world, attempt, user, progress, {}));
  }
  const progress = newProgress(world, "CHOICE", name, {});
  const available = await availableChallenges(world, attempt, user, name);
  if (!available.includes(way)) return undefined;
  const choice = { user, progress, available, wanted: way, given: {} };
  return follow(world, submission, await chooseFactor(world, attempt, choice));
}
