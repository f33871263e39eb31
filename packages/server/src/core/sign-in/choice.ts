/** USER_AUTH: the person chooses how to prove who they are, or has just done so by confirming their sign-up. */
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { isVerified } from "../users/attributes.ts";
import { readSignUpSession } from "../users/sign-up-session.ts";
import type { User } from "../users/user.ts";
import type { InitiateRequest } from "./attempt.ts";
import { availableChallenges } from "./available-challenges.ts";
import type { Answered, Use } from "./challenge.ts";
import { askNext } from "./challenges.ts";
import { chooseFactor } from "./choose-factor.ts";
import { identify } from "./first-factors.ts";
import { withFirstFactor } from "./proven-first-factor.ts";
import { requireMaySignIn } from "./require-active.ts";
import { newProgress, type Progress } from "./sign-in.ts";

/** Without a preference the person is asked to choose, unless there is nothing to choose from (observed 2025-10). */
export async function startChoice(world: World, request: InitiateRequest): Promise<Answered> {
  const { pool, parameters, session, fail } = request;
  const { UserPoolTier: tier } = pool.settings;
  if (tier === "LITE") {
    throw fail("FeatureUnavailableInTierException", texts.featureNotInTier("USER_AUTH", tier));
  }
  const { user, name } = await identify(world, request);
  const progress = newProgress(world, "CHOICE", name, parameters);
  if (session !== undefined) return goOnFromSignUp(world, request, user, progress, session);
  const available = await availableChallenges(world, request, user, name);
  const only = available.length === 1 ? available[0] : undefined;
  const wanted = parameters["PREFERRED_CHALLENGE"] || only;
  const chosen = await chooseFactor(world, request, { user, progress, available, wanted, given: parameters });
  if (chosen.kind === "proven") return chosen;
  const response = await askNext(world, request, chosen);
  // Whatever is asked first, the client learns what else it may offer.
  return { kind: "asked", response: { ...response, AvailableChallenges: available } };
}

/** The code that confirmed the sign-up counts as the first factor, once; a second one is still owed (AC-08). */
async function goOnFromSignUp(
  world: World,
  request: InitiateRequest,
  user: User | undefined,
  progress: Progress,
  text: string,
): Promise<Answered> {
  const { client, fail } = request;
  const { id, expiresAt } = readSignUpSession(world, client, text, user, fail);
  if (user === undefined) throw fail("NotAuthorizedException", texts.sessionInvalid);
  requireMaySignIn(world, request, user);
  const firstFactor = isVerified(user.attributes, "email") ? "EMAIL_OTP" : "SMS_OTP";
  const use: Use = async ({ singleUse }) => {
    const isFirst = await singleUse.use(client.poolId, `sign-up ${id}`, expiresAt);
    if (!isFirst) throw fail("NotAuthorizedException", texts.sessionUsed);
    return undefined;
  };
  return { kind: "proven", signIn: withFirstFactor({ user, progress }, { firstFactor }), use };
}
