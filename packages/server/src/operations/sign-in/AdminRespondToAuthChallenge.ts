import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { sentAddress } from "../../core/events/ip-address.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { respondToChallenge } from "../../core/sign-in/respond-to-challenge.ts";
import type { Handler } from "../handler.ts";

export const AdminRespondToAuthChallenge: Handler<"AdminRespondToAuthChallenge"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const client = await requireClientOfPool(context, pool, input.ClientId, fail);
  const { ChallengeName: challenge, Session: session, ChallengeResponses: responses } = input;
  const { ClientMetadata: metadata = {} } = input;
  const ipAddress = sentAddress(input.ContextData?.IpAddress);
  const attempt = { pool, client, door: "signed", metadata, ipAddress, fail } as const;
  return respondToChallenge(context, { ...attempt, challenge, session, responses });
};
