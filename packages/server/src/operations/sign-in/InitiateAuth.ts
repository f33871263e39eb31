import { requireClient } from "../../core/clients/find-client.ts";
import { addressOfPerson } from "../../core/events/ip-address.ts";
import { initiateAuth } from "../../core/sign-in/initiate-auth.ts";
import type { Handler } from "../handler.ts";

export const InitiateAuth: Handler<"InitiateAuth"> = async (input, context) => {
  const { fail } = context;
  const { pool, client } = await requireClient(context, input.ClientId, fail);
  const { AuthFlow: flow, AuthParameters: parameters = {}, ClientMetadata: metadata = {} } = input;
  const { Session: session } = input;
  const ipAddress = addressOfPerson(client, input.UserContextData?.IpAddress, context.source);
  const attempt = { pool, client, door: "open", metadata, ipAddress, fail } as const;
  return initiateAuth(context, { ...attempt, flow, parameters, session });
};
