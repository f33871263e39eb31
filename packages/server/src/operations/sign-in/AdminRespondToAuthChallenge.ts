import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { respondToChallenge } from "../../core/sign-in/respond-to-challenge.ts";
import type { Handler } from "../handler.ts";

export const AdminRespondToAuthChallenge: Handler<"AdminRespondToAuthChallenge"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const client = await requireClientOfPool(context, pool, input.ClientId, fail);
  const { ChallengeName: challenge, Session: session, ChallengeResponses: responses } = input;
  return respondToChallenge(context, { pool, client, challenge, session, responses, fail });
};
