import { requireClient } from "../../core/clients/find-client.ts";
import { addressOfPerson } from "../../core/events/ip-address.ts";
import { respondToChallenge } from "../../core/sign-in/respond-to-challenge.ts";
import type { Handler } from "../handler.ts";

export const RespondToAuthChallenge: Handler<"RespondToAuthChallenge"> = async (input, context) => {
  const { fail } = context;
  const { pool, client } = await requireClient(context, input.ClientId, fail);
  const { ChallengeName: challenge, Session: session, ChallengeResponses: responses } = input;
  const { ClientMetadata: metadata = {} } = input;
  const ipAddress = addressOfPerson(client, input.UserContextData?.IpAddress, context.source);
  const attempt = { pool, client, door: "open", metadata, ipAddress, fail } as const;
  return respondToChallenge(context, { ...attempt, challenge, session, responses });
};
