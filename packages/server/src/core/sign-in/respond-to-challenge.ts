/** RespondToAuthChallenge and AdminRespondToAuthChallenge after the client is known: one table of challenges. */
import type { InitiateAuthResponse } from "../../model/shapes.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { type NewPasswordResponse, respondWithNewPassword } from "./new-password-challenge.ts";

export interface ChallengeResponse extends Omit<NewPasswordResponse, "session" | "responses"> {
  readonly challenge: string;
  readonly session: string | undefined;
  readonly responses: Readonly<Record<string, string>> | undefined;
}

export async function respondToChallenge(
  world: World,
  response: ChallengeResponse,
): Promise<InitiateAuthResponse> {
  const { challenge, session, responses = {}, fail } = response;
  if (challenge !== "NEW_PASSWORD_REQUIRED") {
    throw fail("InvalidParameterException", texts.notBuilt(`The ${challenge} challenge`));
  }
  if (session === undefined) throw fail("InvalidParameterException", texts.missingParameter("Session"));
  return respondWithNewPassword(world, { ...response, session, responses });
}
