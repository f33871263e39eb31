import { requireClient } from "../../core/clients/find-client.ts";
import { respondToChallenge } from "../../core/sign-in/respond-to-challenge.ts";
import type { Handler } from "../handler.ts";

export const RespondToAuthChallenge: Handler<"RespondToAuthChallenge"> = async (input, context) => {
  const { fail } = context;
  const { pool, client } = await requireClient(context, input.ClientId, fail);
  const { ChallengeName: challenge, Session: session, ChallengeResponses: responses } = input;
  return respondToChallenge(context, { pool, client, challenge, session, responses, fail });
};
