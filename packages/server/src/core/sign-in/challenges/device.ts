/** DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER: a confirmed device proves that it is the one (`cognito.md` §5.1). */
import type { InitiateAuthResponse } from "../../../model/shapes.ts";
import type { Device } from "../../devices/device.ts";
import { deviceOfSignIn } from "../../devices/device-of-sign-in.ts";
import { openDeviceVerifier } from "../../devices/device-verifier.ts";
import { waitForDevice } from "../../devices/waiting-sign-in.ts";
import type { World } from "../../ports.ts";
import { texts } from "../../texts.ts";
import type { Attempt, RespondAttempt } from "../attempt.ts";
import type { Answered, ChallengeAnswer } from "../challenge.ts";
import { dataOf, openSession } from "../challenge-session.ts";
import { countedAttempt } from "../counted-attempt.ts";
import { recordFailedSignIn } from "../failed-sign-in.ts";
import { passwordFailure } from "../refuse-password.ts";
import { requireMaySignIn } from "../require-active.ts";
import { requireAnswerer } from "../require-answerer.ts";
import { requireParameter } from "../require-parameter.ts";
import { requireTimestamp } from "../require-timestamp.ts";
import { type SignIn, withProgress } from "../sign-in.ts";
import { type SrpData, secretBlockOf } from "../srp-session.ts";

export async function askDeviceSrpAuth(
  world: World,
  attempt: Attempt,
  signIn: SignIn,
): Promise<InitiateAuthResponse> {
  const device = await requireSameDevice(world, attempt, signIn, signIn.progress.deviceKey);
  const session = openSession(world, { ...signIn, client: attempt.client, challenge: "DEVICE_SRP_AUTH" });
  await waitForDevice(world, device, session);
  return { ChallengeName: "DEVICE_SRP_AUTH", Session: session, ChallengeParameters: {} };
}

export async function answerDeviceSrpAuth(
  world: World,
  attempt: RespondAttempt,
  answer: ChallengeAnswer,
): Promise<Answered> {
  const { client, fail } = attempt;
  const { session, responses } = answer;
  const user = requireAnswerer(answer, fail);
  const { progress } = session;
  const clientPublic = requireParameter(responses, "SRP_A", fail);
  const key = requireParameter(responses, "DEVICE_KEY", fail);
  if (!world.srp.isClientPublic(clientPublic)) {
    throw fail("InvalidParameterException", texts.srpPublicInvalid);
  }
  const device = await requireSameDevice(world, attempt, { user, progress }, key);
  const { salt, verifier } = openDeviceVerifier(world, device);
  const { serverPublic, state } = world.srp.challenge(verifier, clientPublic);
  const data = { state } satisfies SrpData;
  const challenge = "DEVICE_PASSWORD_VERIFIER";
  const block = secretBlockOf(openSession(world, { client, user, progress, challenge, data }));
  const numbers = { SALT: salt, SRP_B: serverPublic, SECRET_BLOCK: block };
  return {
    kind: "asked",
    response: {
      ChallengeName: challenge,
      ChallengeParameters: { ...numbers, USERNAME: user.username, DEVICE_KEY: key },
    },
  };
}

/** The last step of every sign-in that has it: what it owes otherwise was asked before. */
export async function answerDevicePasswordVerifier(
  world: World,
  attempt: RespondAttempt,
  answer: ChallengeAnswer,
): Promise<Answered> {
  const { client, fail } = attempt;
  const { session, responses } = answer;
  const user = requireAnswerer(answer, fail);
  const { progress } = session;
  const proof = {
    signature: requireParameter(responses, "PASSWORD_CLAIM_SIGNATURE", fail),
    secretBlock: requireParameter(responses, "PASSWORD_CLAIM_SECRET_BLOCK", fail),
    timestamp: requireTimestamp(responses, fail),
  };
  const key = requireParameter(responses, "DEVICE_KEY", fail);
  const device = await requireSameDevice(world, attempt, { user, progress }, key);
  const { state } = dataOf<SrpData>(session);
  const whose = { group: device.groupKey, identity: device.deviceKey };
  const look = async (): Promise<true | undefined> =>
    (await world.srp.verify({ state, ...openDeviceVerifier(world, device), ...whose, ...proof })) ||
    undefined;
  const guess = { poolId: user.poolId, account: user.sub, source: attempt.ipAddress };
  const tried = await countedAttempt(world, guess, look);
  if (!tried.ok) {
    if (tried.isLocked) throw passwordFailure("attemptsExceeded", client, fail);
    await recordFailedSignIn(world, attempt, user, progress, "Mfa");
    throw passwordFailure("wrongPassword", client, fail);
  }
  requireMaySignIn(world, attempt, user);
  const success = { ChallengeName: "Mfa", ChallengeResponse: "Success" } as const;
  const challenges = [...progress.challenges, success];
  return { kind: "proven", signIn: withProgress({ user, progress }, { challenges, hasDevice: true }) };
}

/** The one that the sign-in spoke of before it knew what it owes; another would stand for what it may not. */
async function requireSameDevice(
  world: World,
  attempt: Attempt,
  signIn: SignIn,
  key: string | undefined,
): Promise<Device> {
  const device = await deviceOfSignIn(world, attempt, signIn);
  if (device === undefined || device.deviceKey !== key) {
    throw attempt.fail("NotAuthorizedException", texts.sessionInvalid);
  }
  return device;
}
