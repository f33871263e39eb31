/**
 * RespondToAuthChallenge and AdminRespondToAuthChallenge, once the client is known: challenge name, client's proof,
 * session, person, and then the challenge's own check.
 */
import type { InitiateAuthResponse } from "../../model/shapes.ts";
import { requireSecretHash } from "../clients/secret-hash.ts";
import { deviceSession } from "../devices/waiting-sign-in.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { findUser } from "../users/find-user.ts";
import { normalizeName } from "../users/names.ts";
import type { User } from "../users/user.ts";
import type { RespondAttempt } from "./attempt.ts";
import { type ChallengeSession, readSession, requireSamePassword, useSession } from "./challenge-session.ts";
import { answers } from "./challenges.ts";
import { conclude } from "./conclude.ts";
import { requireParameter } from "./require-parameter.ts";
import type { Challenge } from "./sign-in.ts";
import { sessionOfSecretBlock } from "./srp-session.ts";
import { simulatedUserId } from "./srp-simulation.ts";

export interface ChallengeResponse extends RespondAttempt {
  readonly challenge: Challenge;
  readonly session: string | undefined;
  readonly responses: Readonly<Record<string, string>> | undefined;
}

export async function respondToChallenge(
  world: World,
  response: ChallengeResponse,
): Promise<InitiateAuthResponse> {
  const { client, challenge, responses = {}, fail } = response;
  if (challenge === "ADMIN_NO_SRP_AUTH") {
    throw fail("InvalidParameterException", texts.challengeNotAsked(challenge));
  }
  const name = requireParameter(responses, "USERNAME", fail);
  requireSecretHash(world, client, name, responses["SECRET_HASH"], fail);
  const session = readSession(world, client, challenge, await requireSessionText(world, response), fail);
  const user = await requireSamePerson(world, response, session, name);
  // The triggers are told of wrong answers too, and may end the sign-in because of one: so a wrong answer uses the session up as well.
  const isSpent = challenge === "CUSTOM_CHALLENGE";
  if (isSpent) await world.store.write((tables) => useSession(tables, client, session, fail));
  const answered = await answers[challenge](world, response, { session, user, responses });
  return conclude(world, response, answered, isSpent ? null : session);
}

/** The password verifiers have their session in the secret block, which clients send back. */
async function requireSessionText(world: World, response: ChallengeResponse): Promise<string> {
  const { challenge, responses = {}, fail } = response;
  if (challenge === "PASSWORD_VERIFIER" || challenge === "DEVICE_PASSWORD_VERIFIER") {
    const block = requireParameter(responses, "PASSWORD_CLAIM_SECRET_BLOCK", fail);
    return sessionOfSecretBlock(block, fail);
  }
  const session =
    challenge === "DEVICE_SRP_AUTH"
      ? await deviceSession(world, response, response.session, responses)
      : response.session;
  if (session === undefined) throw fail("InvalidParameterException", texts.missingParameter("Session"));
  return session;
}

/** By any of their names, or by the id that SRP gave, in any spelling. */
async function requireSamePerson(
  world: World,
  { pool, client, fail }: ChallengeResponse,
  session: ChallengeSession,
  name: string,
): Promise<User | undefined> {
  const named = await findUser(world, pool, name);
  if (session.sub === undefined) {
    const given = session.progress.name;
    const names = [given, simulatedUserId(world, pool, given)].map((each) => normalizeName(pool, each));
    if (names.includes(normalizeName(pool, name))) return undefined;
    throw fail("NotAuthorizedException", texts.sessionInvalid);
  }
  if (named?.sub !== session.sub) throw fail("NotAuthorizedException", texts.sessionInvalid);
  await requireSamePassword(world, client, session, named, fail);
  return named;
}
