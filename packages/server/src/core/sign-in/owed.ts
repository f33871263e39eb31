/** What a sign-in still owes after what has been proven: the one place that decides it (AC-08). It changes nothing. */
import { deviceOfSignIn, replacesSecondFactor } from "../devices/device-of-sign-in.ts";
import { owedSecondFactor } from "../factors/owed-second-factor.ts";
import type { World } from "../ports.ts";
import type { Attempt } from "./attempt.ts";
import type { AskedChallenge } from "./challenge.ts";
import type { SignIn } from "./sign-in.ts";

/** Undefined when everything is proven. The order is Cognito's: a new password, a remembered device or a second factor, the device. */
export async function owedChallenge(
  world: World,
  attempt: Attempt,
  signIn: SignIn,
): Promise<AskedChallenge | undefined> {
  const { user, progress } = signIn;
  // Before anything is asked: once it answers, the client cannot leave an unknown key out any more.
  const device = await deviceOfSignIn(world, attempt, signIn);
  if (user.status === "FORCE_CHANGE_PASSWORD") return "NEW_PASSWORD_REQUIRED";
  const isSpared = device !== undefined && replacesSecondFactor(attempt.pool, device);
  if (isSpared && !progress.hasDevice) return "DEVICE_SRP_AUTH";
  if (!isSpared && !progress.hasSecondFactor) {
    const factor = await owedSecondFactor(world, attempt, signIn);
    if (factor !== undefined) return factor;
  }
  return device !== undefined && !progress.hasDevice ? "DEVICE_SRP_AUTH" : undefined;
}
