/** USER_SRP_AUTH: a password is proven without being sent (`cognito.md` §5.1). */
import type { InitiateAuthResponse } from "../../model/shapes.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { openSrpVerifier, srpGroup } from "../users/password.ts";
import type { User } from "../users/user.ts";
import type { Attempt, RespondAttempt } from "./attempt.ts";
import type { Answered, ChallengeAnswer } from "./challenge.ts";
import { dataOf, openSession } from "./challenge-session.ts";
import { countedAttempt } from "./counted-attempt.ts";
import { presumedFailure } from "./failed-sign-in.ts";
import { accountOf } from "./password-sign-in.ts";
import { withFirstFactor } from "./proven-first-factor.ts";
import { passwordFailure } from "./refuse-password.ts";
import { requireMaySignIn } from "./require-active.ts";
import { requireParameter } from "./require-parameter.ts";
import { requireTimestamp } from "./require-timestamp.ts";
import { type Progress, sentDeviceKey } from "./sign-in.ts";
import { type SrpData, secretBlockOf } from "./srp-session.ts";
import { simulatedUserId, simulatedVerifier } from "./srp-simulation.ts";

/** `user` is undefined for a name nobody has, whom the client may not be told from somebody. */
export async function askPasswordVerifier(
  world: World,
  attempt: Attempt,
  user: User | undefined,
  progress: Progress,
  clientPublic: string,
): Promise<InitiateAuthResponse> {
  const { pool, client, fail } = attempt;
  if (!world.srp.isClientPublic(clientPublic)) {
    throw fail("InvalidParameterException", texts.srpPublicInvalid);
  }
  const { salt, verifier } = verifierOf(world, attempt, user, progress.name);
  const { serverPublic, state } = world.srp.challenge(verifier, clientPublic);
  const data = { state } satisfies SrpData;
  const userId = user?.username ?? simulatedUserId(world, pool, progress.name);
  const session = openSession(world, { client, user, progress, challenge: "PASSWORD_VERIFIER", data });
  return {
    ChallengeName: "PASSWORD_VERIFIER",
    ChallengeParameters: {
      SALT: salt,
      SECRET_BLOCK: secretBlockOf(session),
      SRP_B: serverPublic,
      USERNAME: userId,
      USER_ID_FOR_SRP: userId,
    },
  };
}

export async function answerPasswordVerifier(
  world: World,
  attempt: RespondAttempt,
  { session, user, responses }: ChallengeAnswer,
): Promise<Answered> {
  const { pool, client, ipAddress, fail } = attempt;
  const { progress } = session;
  const signature = requireParameter(responses, "PASSWORD_CLAIM_SIGNATURE", fail);
  const secretBlock = requireParameter(responses, "PASSWORD_CLAIM_SECRET_BLOCK", fail);
  const timestamp = requireTimestamp(responses, fail);
  const { state } = dataOf<SrpData>(session);
  const verifier = verifierOf(world, attempt, user, progress.name);
  const identity = user?.username ?? simulatedUserId(world, pool, progress.name);
  const proof = { state, ...verifier, group: srpGroup(pool.poolId), identity };
  const account = accountOf(world, pool, progress.name, user);
  const look = async (): Promise<User | undefined> =>
    (await world.srp.verify({ ...proof, secretBlock, timestamp, signature })) ? user : undefined;
  const failure = presumedFailure(world, attempt, user, progress);
  const tried = await countedAttempt(
    world,
    { poolId: pool.poolId, account, source: ipAddress },
    look,
    failure,
  );
  if (!tried.ok) throw passwordFailure(tried.isLocked ? "attemptsExceeded" : "wrongPassword", client, fail);
  requireMaySignIn(world, attempt, tried.found);
  const deviceKey = progress.deviceKey ?? sentDeviceKey(responses);
  const custom = [...progress.custom, { challengeName: "PASSWORD_VERIFIER", challengeResult: true }];
  // In a custom sign-in the triggers say what it is worth.
  const proven = progress.flow === "CUSTOM" ? { custom } : ({ firstFactor: "PASSWORD" } as const);
  const signIn = withFirstFactor({ user: tried.found, progress }, { ...proven, deviceKey });
  return { kind: "proven", signIn };
}

/** Somebody without a verifier (no password, or one from before there were verifiers) gets a challenge that cannot be met. */
function verifierOf(world: World, { pool }: Attempt, user: User | undefined, name: string) {
  return openSrpVerifier(world, user) ?? simulatedVerifier(world, pool, name);
}
