import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { sentAddress } from "../../core/events/ip-address.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { initiateAuth } from "../../core/sign-in/initiate-auth.ts";
import type { Handler } from "../handler.ts";

export const AdminInitiateAuth: Handler<"AdminInitiateAuth"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const client = await requireClientOfPool(context, pool, input.ClientId, fail);
  const { AuthFlow: flow, AuthParameters: parameters = {}, ClientMetadata: metadata = {} } = input;
  const { Session: session } = input;
  const ipAddress = sentAddress(input.ContextData?.IpAddress);
  const attempt = { pool, client, door: "signed", metadata, ipAddress, fail } as const;
  return initiateAuth(context, { ...attempt, flow, parameters, session });
};
