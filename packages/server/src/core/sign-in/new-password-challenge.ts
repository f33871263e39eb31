/** NEW_PASSWORD_REQUIRED: the first sign-in with a temporary password. */
import type { InitiateAuthResponse } from "../../model/shapes.ts";
import type { Client } from "../clients/client.ts";
import { requireSecretHash } from "../clients/secret-hash.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { missingRequiredAttributes } from "../users/attributes.ts";
import { findUser } from "../users/find-user.ts";
import type { User } from "../users/user.ts";
import { authenticationResult } from "./authentication-result.ts";
import { openSession, readSession, useSession } from "./challenge-session.ts";
import { confirmNewPassword, type NewPasswordFail } from "./confirm-new-password.ts";
import { requireParameter } from "./require-parameter.ts";

/** The attributes are a JSON text inside a string map, and their names carry a prefix: clients expect both. */
export function newPasswordChallenge(
  world: World,
  pool: Pool,
  client: Client,
  user: User,
): InitiateAuthResponse {
  const required = missingRequiredAttributes(pool, user.attributes);
  return {
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: openSession(world, client, user, "NEW_PASSWORD_REQUIRED"),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(required.map((name) => attributePrefix + name)),
      userAttributes: JSON.stringify(user.attributes),
    },
  };
}

export interface NewPasswordResponse {
  readonly pool: Pool;
  readonly client: Client;
  readonly session: string;
  readonly responses: Readonly<Record<string, string>>;
  readonly fail: NewPasswordFail;
}

/** A password that breaks the policy does not use up the session: the person may try another. */
export async function respondWithNewPassword(
  world: World,
  response: NewPasswordResponse,
): Promise<InitiateAuthResponse> {
  const { pool, client, session, responses, fail } = response;
  const name = requireParameter(responses, "USERNAME", fail);
  requireSecretHash(world, client, name, responses["SECRET_HASH"], fail);
  const opened = readSession(world, client, "NEW_PASSWORD_REQUIRED", session, fail);
  const user = await findUser(world, pool, name);
  if (user?.sub !== opened.sub) throw fail("NotAuthorizedException", texts.sessionInvalid);

  const password = requireParameter(responses, "NEW_PASSWORD", fail);
  const attributes = attributesIn(responses);
  const askedWith = opened.passwordMark;
  const request = { pool, client, user, password, attributes, askedWith, fail };
  const confirm = await confirmNewPassword(world, request);
  const result = await authenticationResult(world, pool, client, user, async (tables) => {
    await useSession(tables, client, opened, fail);
    return confirm(tables);
  });
  return { ChallengeParameters: {}, AuthenticationResult: result };
}

const attributePrefix = "userAttributes.";

function attributesIn(responses: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(responses).filter(([key]) => key.startsWith(attributePrefix));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(attributePrefix.length), value]));
}
