/** NEW_PASSWORD_REQUIRED: the first sign-in with a temporary password. */
import type { InitiateAuthResponse } from "../../../model/shapes.ts";
import type { World } from "../../ports.ts";
import { canRead } from "../../tokens/readable-attributes.ts";
import { missingRequiredAttributes } from "../../users/attributes.ts";
import type { Attempt, RespondAttempt } from "../attempt.ts";
import type { Answered, ChallengeAnswer } from "../challenge.ts";
import { openSession } from "../challenge-session.ts";
import { confirmNewPassword } from "../confirm-new-password.ts";
import { requireAnswerer } from "../require-answerer.ts";
import { requireParameter } from "../require-parameter.ts";
import { type SignIn, withProgress } from "../sign-in.ts";

/** The attributes are a JSON text inside a string map, and their names carry a prefix: clients expect both. */
export async function askNewPassword(
  world: World,
  { pool, client }: Attempt,
  { user, progress }: SignIn,
): Promise<InitiateAuthResponse> {
  const required = missingRequiredAttributes(pool, user.attributes);
  const readable = Object.entries(user.attributes).filter(([name]) => canRead(client, name));
  return {
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: openSession(world, { client, user, progress, challenge: "NEW_PASSWORD_REQUIRED" }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(required.map((name) => attributePrefix + name)),
      userAttributes: JSON.stringify(Object.fromEntries(readable)),
    },
  };
}

/** A password that breaks the policy does not use up the session: the person may try another. */
export async function answerNewPassword(
  world: World,
  attempt: RespondAttempt,
  answer: ChallengeAnswer,
): Promise<Answered> {
  const { pool, client, fail } = attempt;
  const { session, responses } = answer;
  const user = requireAnswerer(answer, fail);
  const password = requireParameter(responses, "NEW_PASSWORD", fail);
  const attributes = attributesIn(responses);
  const askedWith = session.passwordMark;
  const request = { pool, client, user, password, attributes, askedWith, fail };
  const { expected, confirm } = await confirmNewPassword(world, request);
  const signIn = withProgress({ user: expected, progress: session.progress }, { hasNewPassword: true });
  return { kind: "proven", signIn, use: confirm };
}

const attributePrefix = "userAttributes.";

function attributesIn(responses: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(responses).filter(([key]) => key.startsWith(attributePrefix));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(attributePrefix.length), value]));
}
