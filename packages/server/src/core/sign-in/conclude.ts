/**
 * What follows an answer: the next challenge, or the end of the sign-in. The session is used up in the first
 * transaction that changes anything.
 */
import type { InitiateAuthResponse } from "../../model/shapes.ts";
import { requireKnownDevice } from "../devices/device-of-sign-in.ts";
import { authEventOf } from "../events/record-auth-event.ts";
import type { World } from "../ports.ts";
import type { Attempt } from "./attempt.ts";
import type { Answered, Use } from "./challenge.ts";
import { type ChallengeSession, useSession } from "./challenge-session.ts";
import { askNext, asks } from "./challenges.ts";
import { continueCustomAuth, isInCustomAuth } from "./custom-auth.ts";
import { finishSignIn } from "./finish-sign-in.ts";
import { owedChallenge } from "./owed.ts";
import type { SignIn } from "./sign-in.ts";

/** `session` is null for the first call of a sign-in. */
export async function conclude(
  world: World,
  attempt: Attempt,
  answered: Answered,
  session: ChallengeSession | null,
): Promise<InitiateAuthResponse> {
  const use: Use = async (tables) => {
    if (session !== null) await useSession(tables, attempt.client, session, attempt.fail);
    return answered.kind === "proven" ? answered.use?.(tables) : undefined;
  };
  if (answered.kind === "proven") {
    return isInCustomAuth(answered.signIn)
      ? continueProven(world, attempt, answered.signIn, use)
      : settle(world, attempt, answered.signIn, use);
  }
  if (session !== null) await world.store.write(use);
  return askNext(world, attempt, answered);
}

/** The triggers of a custom sign-in decide what comes next; the session is used up before they are asked. */
async function continueProven(
  world: World,
  attempt: Attempt,
  signIn: SignIn,
  use: Use,
): Promise<InitiateAuthResponse> {
  await requireKnownDevice(world, attempt, signIn.user, signIn.progress);
  const changed = await world.store.write(use);
  const user = changed ?? signIn.user;
  const next = await continueCustomAuth(world, attempt, { ...signIn, user });
  return next.kind === "proven"
    ? settle(world, attempt, next.signIn, async () => undefined)
    : conclude(world, attempt, next, null);
}

async function settle(
  world: World,
  attempt: Attempt,
  signIn: SignIn,
  use: Use,
): Promise<InitiateAuthResponse> {
  const owed = await owedChallenge(world, attempt, signIn);
  if (owed === undefined) return finishSignIn(world, attempt, signIn, use);
  const changed = await world.store.write(async (tables) => {
    const user = await use(tables);
    await tables.authEvents.put(authEventOf(world, attempt, signIn, "InProgress"));
    return user;
  });
  return asks[owed](world, attempt, { ...signIn, user: changed ?? signIn.user });
}
