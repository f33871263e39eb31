/** A passkey on the sign-in page: the browser knows whose it is, so no name is asked for. */
import { ApiFailure } from "../core/failures.ts";
import { sub } from "../core/ids.ts";
import type { World } from "../core/ports.ts";
import { type ChallengeSession, passwordMark } from "../core/sign-in/challenge-session.ts";
import { answers } from "../core/sign-in/challenges.ts";
import { announceSignIn } from "../core/sign-in/first-factors.ts";
import { newProgress } from "../core/sign-in/sign-in.ts";
import type { User } from "../core/users/user.ts";
import { follow } from "./challenge.ts";
import { attemptOf } from "./challenge-state.ts";
import { missingAnswer, refusedAnswer } from "./challenge-words.ts";
import type { StepResult, Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";

/** The flow's state holds the challenge, and ends with the sign-in: an answer is good once (AC-11). */
export async function signInByPasskey(
  world: World,
  submission: Submission,
  CREDENTIAL: string,
): Promise<StepResult | FormError> {
  const { state } = submission.open;
  const { words } = submission.open.look;
  const refused = missingAnswer(words, "WEB_AUTHN");
  if (state.step !== "signIn" || state.passkey === undefined) return refused;
  const attempt = attemptOf(submission);
  const user = await findOwner(world, submission, CREDENTIAL);
  if (user === undefined) return refused;
  const session: ChallengeSession = {
    id: submission.open.flow.flowId,
    sub: user.sub,
    passwordMark: passwordMark(world, user),
    expiresAt: submission.open.flow.expiresAt,
    progress: newProgress(world, "CHOICE", user.username, {}),
    data: { challenge: state.passkey },
  };
  try {
    await announceSignIn(world, attempt, user.username, user);
    const answered = await answers.WEB_AUTHN(world, attempt, { session, user, responses: { CREDENTIAL } });
    return await follow(world, submission, answered);
  } catch (error) {
    if (error instanceof ApiFailure) return refusedAnswer(words, error, "WEB_AUTHN");
    throw error;
  }
}

/** Whom the authenticator names; what it says is checked with everything else. */
async function findOwner(world: World, { open }: Submission, credential: string): Promise<User | undefined> {
  const handle = /"userHandle":"([\w-]{1,128})"/.exec(credential)?.[1];
  // No bytes are written with one character more than full groups of four (RFC 4648 §5).
  if (handle === undefined || handle.length % 4 === 1) return undefined;
  const id = new TextDecoder().decode(Uint8Array.fromBase64(handle, { alphabet: "base64url" }));
  return world.store.read.users.find(open.request.pool.poolId, sub(id));
}
